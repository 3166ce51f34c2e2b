ALTER TABLE "agents" ADD COLUMN "metadata" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
DROP TRIGGER audit_change ON "agents";--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "agents" FOR EACH ROW EXECUTE FUNCTION audit_change('agent', 'id', 'organization_id', 'draft,metadata,published_version,deleted_at', '');--> statement-breakpoint
-- As index_attributes, of what has no variables.
CREATE FUNCTION index_metadata() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF tg_op <> 'INSERT' THEN DELETE FROM resource_attributes WHERE resource_id = old.id; END IF;
  IF tg_op <> 'DELETE' THEN
    INSERT INTO resource_attributes (organization_id, resource_id, kind, key, digest)
    SELECT new.organization_id, new.id, 'metadata', m.key, md5('metadata:' || m.key || '=' || m.value) FROM jsonb_each_text(new.metadata) m;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- The numbers that are there already; the tables' owner sees none of them.
CREATE FUNCTION index_numbers() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO resource_attributes (organization_id, resource_id, kind, key, digest)
  SELECT n.organization_id, n.id, 'metadata', m.key, md5('metadata:' || m.key || '=' || m.value) FROM phone_numbers n, jsonb_each_text(n.metadata) m
$$;--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO parley_system;--> statement-breakpoint
ALTER FUNCTION index_metadata() OWNER TO parley_system;--> statement-breakpoint
ALTER FUNCTION index_numbers() OWNER TO parley_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM parley_system;--> statement-breakpoint
SELECT index_numbers();--> statement-breakpoint
DROP FUNCTION index_numbers();--> statement-breakpoint
CREATE TRIGGER index_metadata AFTER INSERT OR DELETE OR UPDATE OF metadata ON "agents" FOR EACH ROW EXECUTE FUNCTION index_metadata();--> statement-breakpoint
CREATE TRIGGER index_metadata AFTER INSERT OR DELETE OR UPDATE OF metadata ON "phone_numbers" FOR EACH ROW EXECUTE FUNCTION index_metadata();
