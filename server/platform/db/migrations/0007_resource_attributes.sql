-- Metadata and variables by key and value: an index that takes the form of a table. PostgreSQL must not look into JSONB before
-- it has checked the row's organization (`@>` is not leakproof), so no index on the JSONB itself is ever used for a request.
-- Derived from calls and conversations by triggers, hence no part of the schema and of no export.
CREATE TABLE "resource_attributes" (
  "organization_id" text NOT NULL REFERENCES "organization"("id") ON DELETE CASCADE,
  "resource_id" text NOT NULL,
  "kind" text NOT NULL,
  "key" text NOT NULL,
  "digest" text NOT NULL,
  PRIMARY KEY ("resource_id", "kind", "key")
);--> statement-breakpoint
CREATE INDEX "resource_attributes_by_value" ON "resource_attributes" ("organization_id", "digest", "resource_id");--> statement-breakpoint
CREATE INDEX "resource_attributes_by_key" ON "resource_attributes" ("organization_id", "kind", "key", "resource_id");--> statement-breakpoint
ALTER TABLE "resource_attributes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "resource_attributes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "resource_attributes_of_organization" ON "resource_attributes" AS PERMISSIVE FOR ALL TO "parley_app" USING ("organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "resource_attributes_of_system" ON "resource_attributes" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
GRANT SELECT ON "resource_attributes" TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "resource_attributes" TO parley_system;--> statement-breakpoint
CREATE FUNCTION index_attributes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF tg_op <> 'INSERT' THEN DELETE FROM resource_attributes WHERE resource_id = old.id; END IF;
  IF tg_op <> 'DELETE' THEN
    INSERT INTO resource_attributes (organization_id, resource_id, kind, key, digest)
    SELECT new.organization_id, new.id, a.kind, a.key, md5(a.kind || ':' || a.key || '=' || a.value)
    FROM (
      SELECT 'metadata' AS kind, m.key, m.value FROM jsonb_each_text(new.metadata) m
      UNION ALL SELECT 'variables', v.key, v.value FROM jsonb_each_text(new.variables) v
    ) a;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- Rows that go with their organization or call are deleted by the tables' owner, whom no policy names: hence the function's own role.
GRANT CREATE ON SCHEMA public TO parley_system;--> statement-breakpoint
ALTER FUNCTION index_attributes() OWNER TO parley_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM parley_system;--> statement-breakpoint
CREATE TRIGGER index_attributes AFTER INSERT OR DELETE OR UPDATE OF metadata, variables ON "calls" FOR EACH ROW EXECUTE FUNCTION index_attributes();--> statement-breakpoint
CREATE TRIGGER index_attributes AFTER INSERT OR DELETE OR UPDATE OF metadata, variables ON "conversations" FOR EACH ROW EXECUTE FUNCTION index_attributes();--> statement-breakpoint
SET LOCAL ROLE parley_system;--> statement-breakpoint
INSERT INTO resource_attributes (organization_id, resource_id, kind, key, digest)
SELECT r.organization_id, r.id, a.kind, a.key, md5(a.kind || ':' || a.key || '=' || a.value)
FROM (SELECT organization_id, id, metadata, variables FROM calls UNION ALL SELECT organization_id, id, metadata, variables FROM conversations) r
CROSS JOIN LATERAL (
  SELECT 'metadata' AS kind, m.key, m.value FROM jsonb_each_text(r.metadata) m
  UNION ALL SELECT 'variables', v.key, v.value FROM jsonb_each_text(r.variables) v
) a;--> statement-breakpoint
RESET ROLE;
