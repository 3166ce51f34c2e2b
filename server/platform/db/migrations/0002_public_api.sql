CREATE TABLE "agent_tags" (
	"organization_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"tag" text NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "agent_tags_agent_id_tag_pk" PRIMARY KEY("agent_id","tag")
);
--> statement-breakpoint
ALTER TABLE "agent_tags" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "call_commands" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"call_id" text NOT NULL,
	"kind" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_commands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversation_messages" (
	"organization_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"seq" integer NOT NULL,
	"message" jsonb NOT NULL,
	CONSTRAINT "conversation_messages_conversation_id_seq_pk" PRIMARY KEY("conversation_id","seq")
);
--> statement-breakpoint
ALTER TABLE "conversation_messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"channel" text NOT NULL,
	"call_id" text,
	"agent_id" text NOT NULL,
	"agent_name" text NOT NULL,
	"agent_version" integer,
	"agent_snapshot" jsonb,
	"status" text DEFAULT 'ongoing' NOT NULL,
	"end_reason" text,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"api_key_id" text,
	"message_count" integer DEFAULT 0 NOT NULL,
	"collected" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cost" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_message_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"answering_until" timestamp (3) with time zone,
	CONSTRAINT "conversations_call_id_unique" UNIQUE("call_id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_settings" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "organization_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "phone_numbers" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"number" text NOT NULL,
	"nickname" text DEFAULT '' NOT NULL,
	"inbound_agent" jsonb,
	"outbound_agent" jsonb,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "phone_numbers_number_unique" UNIQUE("number")
);
--> statement-breakpoint
ALTER TABLE "phone_numbers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" text NOT NULL,
	"owner" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"body" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"locked_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_owner_key_pk" PRIMARY KEY("organization_id","owner","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "quota_notices" (
	"organization_id" text NOT NULL,
	"quota_id" text NOT NULL,
	"metric" text NOT NULL,
	"level" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"used" bigint NOT NULL,
	"limit" bigint NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quota_notices_quota_id_period_start_level_pk" PRIMARY KEY("quota_id","period_start","level")
);
--> statement-breakpoint
ALTER TABLE "quota_notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "quotas" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"metric" text NOT NULL,
	"period" text NOT NULL,
	"limit" bigint NOT NULL,
	"warn_percent" integer NOT NULL,
	"api_key_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "quotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limit_windows" (
	"bucket" text PRIMARY KEY NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"taken" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"encrypted_private_jwk" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_daily" (
	"organization_id" text NOT NULL,
	"day" date NOT NULL,
	"api_key_id" text DEFAULT '' NOT NULL,
	"agent_id" text DEFAULT '' NOT NULL,
	"metric" text NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "usage_daily_organization_id_day_metric_api_key_id_agent_id_pk" PRIMARY KEY("organization_id","day","metric","api_key_id","agent_id")
);
--> statement-breakpoint
ALTER TABLE "usage_daily" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" jsonb DEFAULT '["*"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "allowed_ips" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "requests_per_minute" integer;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "previous_hash" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "previous_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "from_number" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "to_number" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "api_key_id" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "sentiment" text;--> statement-breakpoint
ALTER TABLE "agent_tags" ADD CONSTRAINT "agent_tags_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_tags" ADD CONSTRAINT "agent_tags_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_commands" ADD CONSTRAINT "call_commands_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_commands" ADD CONSTRAINT "call_commands_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_messages" ADD CONSTRAINT "conversation_messages_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversation_messages" ADD CONSTRAINT "conversation_messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_settings" ADD CONSTRAINT "organization_settings_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_numbers" ADD CONSTRAINT "phone_numbers_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quota_notices" ADD CONSTRAINT "quota_notices_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_api_key_id_api_keys_id_fk" FOREIGN KEY ("api_key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_daily" ADD CONSTRAINT "usage_daily_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_commands_by_call" ON "call_commands" USING btree ("call_id","id");--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_agent" ON "conversations" USING btree ("organization_id","agent_id","created_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_last_message" ON "conversations" USING btree ("organization_id","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "conversations_by_metadata" ON "conversations" USING gin ("metadata" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "phone_numbers_list" ON "phone_numbers" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "quota_notices_list" ON "quota_notices" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "quotas_one_each" ON "quotas" USING btree ("organization_id","metric","period",coalesce("api_key_id", ''));--> statement-breakpoint
CREATE INDEX "calls_by_reason" ON "calls" USING btree ("organization_id","disconnection_reason","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_by_start" ON "calls" USING btree ("organization_id","started_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "calls_by_end" ON "calls" USING btree ("organization_id","ended_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "calls_by_duration" ON "calls" USING btree ("organization_id","duration_ms" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "calls_by_from" ON "calls" USING btree ("organization_id","from_number","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_by_to" ON "calls" USING btree ("organization_id","to_number","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_by_metadata" ON "calls" USING gin ("metadata" jsonb_ops);--> statement-breakpoint
CREATE INDEX "calls_by_variables" ON "calls" USING gin ("variables" jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_previous_hash_unique" UNIQUE("previous_hash");--> statement-breakpoint
CREATE POLICY "agent_tags_of_organization" ON "agent_tags" AS PERMISSIVE FOR ALL TO "parley_app" USING ("agent_tags"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("agent_tags"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "agent_tags_of_system" ON "agent_tags" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "call_commands_of_organization" ON "call_commands" AS PERMISSIVE FOR ALL TO "parley_app" USING ("call_commands"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("call_commands"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "call_commands_of_system" ON "call_commands" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "conversation_messages_of_organization" ON "conversation_messages" AS PERMISSIVE FOR ALL TO "parley_app" USING ("conversation_messages"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("conversation_messages"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "conversation_messages_of_system" ON "conversation_messages" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "conversations_of_organization" ON "conversations" AS PERMISSIVE FOR ALL TO "parley_app" USING ("conversations"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("conversations"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "conversations_of_system" ON "conversations" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "organization_settings_of_organization" ON "organization_settings" AS PERMISSIVE FOR ALL TO "parley_app" USING ("organization_settings"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("organization_settings"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "organization_settings_of_system" ON "organization_settings" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "phone_numbers_of_organization" ON "phone_numbers" AS PERMISSIVE FOR ALL TO "parley_app" USING ("phone_numbers"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("phone_numbers"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "phone_numbers_of_system" ON "phone_numbers" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "idempotency_keys_of_organization" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "parley_app" USING ("idempotency_keys"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("idempotency_keys"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "idempotency_keys_of_system" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "quota_notices_of_organization" ON "quota_notices" AS PERMISSIVE FOR ALL TO "parley_app" USING ("quota_notices"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("quota_notices"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "quota_notices_of_system" ON "quota_notices" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "quotas_of_organization" ON "quotas" AS PERMISSIVE FOR ALL TO "parley_app" USING ("quotas"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("quotas"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "quotas_of_system" ON "quotas" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "usage_daily_of_organization" ON "usage_daily" AS PERMISSIVE FOR ALL TO "parley_app" USING ("usage_daily"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("usage_daily"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "usage_daily_of_system" ON "usage_daily" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);