-- FORCE and grants cannot be said in the schema. The roles are made before the migrations run (roles.ts).
GRANT USAGE ON SCHEMA public TO parley_app, parley_system, parley_auth;--> statement-breakpoint
ALTER TABLE "organization" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "member" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invitation" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agents" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_versions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calls" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "provider_credentials" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", "session", "account", "verification", "organization", "member", "invitation" TO parley_auth;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agents", "agent_versions", "calls", "api_keys", "provider_credentials" TO parley_app;--> statement-breakpoint
-- The event log is append-only; its rows go with their call.
GRANT SELECT, INSERT ON "call_events" TO parley_app;--> statement-breakpoint
GRANT SELECT, UPDATE ON "organization" TO parley_app;--> statement-breakpoint
GRANT SELECT ON "member", "invitation" TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", "session", "account", "verification", "organization", "member", "invitation", "agents", "agent_versions", "calls", "call_events", "api_keys", "provider_credentials", "nodes", "owner_setup_tokens", "server_settings" TO parley_system;
