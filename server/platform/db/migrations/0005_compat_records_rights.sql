-- FORCE and grants cannot be said in the schema.
ALTER TABLE "compat_records" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "compat_records" TO parley_app, parley_system;
