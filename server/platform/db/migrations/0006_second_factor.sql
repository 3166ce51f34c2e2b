CREATE TABLE "two_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean DEFAULT true NOT NULL,
	"failed_verification_count" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "two_factor_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "two_factor_user_id" ON "two_factor" USING btree ("user_id");--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "two_factor" TO parley_auth, parley_system;--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "two_factor" FOR EACH ROW EXECUTE FUNCTION audit_change('second_factor', 'user_id', 'person:user_id', 'verified', 'secret,backup_codes');--> statement-breakpoint
DROP TRIGGER audit_change ON "user";--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "user" FOR EACH ROW EXECUTE FUNCTION audit_change('person', 'id', 'person:id', 'name,email,two_factor_enabled', '');--> statement-breakpoint
-- better-auth makes a session for the right password and takes it back where a code is asked for; nobody has had it.
CREATE FUNCTION awaits_code(person text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('app.audit', true), '')::jsonb ->> 'action', '') = 'signIn'
    AND EXISTS (SELECT FROM "user" u WHERE u.id = person AND u.two_factor_enabled)
$$;--> statement-breakpoint
DROP TRIGGER audit_change ON "session";--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE ON "session" FOR EACH ROW WHEN (NOT awaits_code(new.user_id)) EXECUTE FUNCTION audit_change('session', 'id', 'person:user_id', 'active_organization_id', '');--> statement-breakpoint
CREATE TRIGGER audit_deletion AFTER DELETE ON "session" FOR EACH ROW WHEN (NOT awaits_code(old.user_id)) EXECUTE FUNCTION audit_change('session', 'id', 'person:user_id', 'active_organization_id', '');
