-- FORCE and grants cannot be said in the schema.
ALTER TABLE "pending_analyses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "pending_analyses" TO parley_app, parley_system;
