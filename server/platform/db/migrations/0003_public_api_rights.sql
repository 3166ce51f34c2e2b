-- FORCE and grants cannot be said in the schema.
ALTER TABLE "agent_tags" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversations" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "conversation_messages" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_commands" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "phone_numbers" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "organization_settings" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "usage_daily" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "quotas" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "quota_notices" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "idempotency_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_tags", "conversations", "conversation_messages", "call_commands", "phone_numbers", "organization_settings", "usage_daily", "quotas", "quota_notices", "idempotency_keys" TO parley_app, parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "rate_limit_windows", "signing_keys" TO parley_system;--> statement-breakpoint
-- Every call has its conversation, those of before too. Without a tenant there are no rows to read, hence the role.
SET LOCAL ROLE parley_system;--> statement-breakpoint
INSERT INTO "conversations" ("id", "organization_id", "channel", "call_id", "agent_id", "agent_name", "agent_version", "status", "end_reason", "metadata", "variables", "message_count", "created_at", "ended_at")
SELECT 'conv_' || substr("id", 6), "organization_id", 'voice', "id", "agent_id", "agent_name", "agent_version",
  CASE WHEN "status" IN ('ended', 'error') THEN 'ended' ELSE 'ongoing' END, "disconnection_reason", "metadata", "variables",
  jsonb_array_length("transcript"), "created_at", "ended_at"
FROM "calls";--> statement-breakpoint
RESET ROLE;
