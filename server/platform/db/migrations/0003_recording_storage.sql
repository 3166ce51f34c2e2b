CREATE TABLE "recording_removals" (
	"path" text PRIMARY KEY NOT NULL,
	"everywhere" boolean DEFAULT true NOT NULL,
	"node" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "recording_stored" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "recording_node" text;--> statement-breakpoint
CREATE INDEX "calls_recording_lost" ON "calls" USING btree ("ended_at") WHERE disconnection_reason = 'error_node_lost' and recording_path is null;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "recording_removals" TO parley_system;--> statement-breakpoint
-- However a call goes, by itself or with its organization, its recording is noted for removal in the same transaction.
CREATE FUNCTION note_recording_removal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF old.recording_path IS NOT NULL OR old.recording_node IS NOT NULL THEN
    INSERT INTO recording_removals (path, node)
    VALUES (coalesce(old.recording_path, old.organization_id || '/' || old.id || '.wav'), CASE WHEN old.recording_stored THEN NULL ELSE coalesce(old.recording_node, '') END)
    ON CONFLICT (path) DO UPDATE SET everywhere = true, node = excluded.node;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO parley_system;--> statement-breakpoint
ALTER FUNCTION note_recording_removal() OWNER TO parley_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM parley_system;--> statement-breakpoint
CREATE TRIGGER note_recording_removal AFTER DELETE ON "calls" FOR EACH ROW EXECUTE FUNCTION note_recording_removal();
