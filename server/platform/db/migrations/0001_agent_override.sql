ALTER TABLE "calls" ADD COLUMN "agent_override" jsonb;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "agent_override" jsonb;