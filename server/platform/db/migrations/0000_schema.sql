CREATE TABLE "agent_versions" (
	"organization_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"version" integer NOT NULL,
	"config" jsonb NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"published_by" text,
	CONSTRAINT "agent_versions_agent_id_version_pk" PRIMARY KEY("agent_id","version")
);
--> statement-breakpoint
ALTER TABLE "agent_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"draft" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"published_version" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "agents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"last_four" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"scopes" jsonb DEFAULT '["*"]'::jsonb NOT NULL,
	"allowed_ips" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"requests_per_minute" integer,
	"previous_hash" text,
	"previous_expires_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_keys_previous_hash_unique" UNIQUE("previous_hash")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "call_events" (
	"organization_id" text NOT NULL,
	"call_id" text NOT NULL,
	"seq" integer NOT NULL,
	"at_ms" integer NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"event" jsonb NOT NULL,
	CONSTRAINT "call_events_call_id_seq_pk" PRIMARY KEY("call_id","seq")
);
--> statement-breakpoint
ALTER TABLE "call_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "calls" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"status" text DEFAULT 'registered' NOT NULL,
	"type" text DEFAULT 'web' NOT NULL,
	"transport" text NOT NULL,
	"direction" text DEFAULT 'inbound' NOT NULL,
	"agent_id" text NOT NULL,
	"agent_name" text NOT NULL,
	"agent_version" integer,
	"agent_snapshot" jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"variables" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"duration_ms" integer,
	"disconnection_reason" text,
	"transcript" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"collected" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"latency" jsonb,
	"cost" jsonb,
	"recording_duration_ms" integer,
	"recording_path" text,
	"node_id" text,
	"media_process" integer,
	"lease_expires_at" timestamp (3) with time zone,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"from_number" text,
	"to_number" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"api_key_id" text,
	"sentiment" text,
	"analysis" jsonb,
	CONSTRAINT "calls_status" CHECK (status in ('registered', 'ongoing', 'ended', 'error'))
);
--> statement-breakpoint
ALTER TABLE "calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "nodes" (
	"id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "owner_setup_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "provider_credentials" (
	"organization_id" text NOT NULL,
	"provider" text NOT NULL,
	"encrypted_key" text,
	"key_last_four" text,
	"base_url" text,
	"models" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "provider_credentials_organization_id_provider_pk" PRIMARY KEY("organization_id","provider")
);
--> statement-breakpoint
ALTER TABLE "provider_credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "server_settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"inviter_id" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "member" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text DEFAULT 'member' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "member" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"metadata" text,
	CONSTRAINT "organization_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "organization" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"active_organization_id" text,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "compat_records" (
	"organization_id" text NOT NULL,
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"refers_to" text,
	"data" jsonb NOT NULL,
	"call_id" text,
	"conversation_id" text,
	"phone_number_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "compat_records_organization_id_kind_id_pk" PRIMARY KEY("organization_id","kind","id")
);
--> statement-breakpoint
ALTER TABLE "compat_records" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "events" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"type" text NOT NULL,
	"event" jsonb NOT NULL,
	"call_id" text,
	"agent_id" text,
	"conversation_id" text,
	"test" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pending_updates" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"dirty" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pending_updates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"organization_id" text NOT NULL,
	"delivery_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ms" integer NOT NULL,
	"request_headers" jsonb NOT NULL,
	"url" text NOT NULL,
	"response_status" integer,
	"response_headers" jsonb,
	"response_body" text,
	"error" text,
	CONSTRAINT "webhook_attempts_delivery_id_attempt_pk" PRIMARY KEY("delivery_id","attempt")
);
--> statement-breakpoint
ALTER TABLE "webhook_attempts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"event_id" text NOT NULL,
	"event_type" text NOT NULL,
	"call_id" text,
	"agent_id" text,
	"order_key" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"test" boolean DEFAULT false NOT NULL,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"last_status_code" integer,
	"last_error" text,
	"last_ms" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"events" jsonb NOT NULL,
	"agent_ids" jsonb NOT NULL,
	"conditions" jsonb NOT NULL,
	"encrypted_headers" text NOT NULL,
	"header_names" jsonb NOT NULL,
	"encrypted_secret" text NOT NULL,
	"secret_last_four" text NOT NULL,
	"previous_encrypted_secret" text,
	"previous_expires_at" timestamp (3) with time zone,
	"timeout_ms" integer NOT NULL,
	"retell_signature" boolean NOT NULL,
	"enabled" boolean NOT NULL,
	"disabled_reason" text,
	"failing_since" timestamp (3) with time zone,
	"lane_node" text,
	"lane_until" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "pending_analyses" (
	"organization_id" text NOT NULL,
	"call_id" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pending_analyses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_versions" ADD CONSTRAINT "agent_versions_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_versions" ADD CONSTRAINT "agent_versions_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_events" ADD CONSTRAINT "call_events_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_credentials" ADD CONSTRAINT "provider_credentials_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
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
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_phone_number_id_phone_numbers_id_fk" FOREIGN KEY ("phone_number_id") REFERENCES "public"."phone_numbers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_updates" ADD CONSTRAINT "pending_updates_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_webhook_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."webhook_deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_analyses" ADD CONSTRAINT "pending_analyses_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_analyses" ADD CONSTRAINT "pending_analyses_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agents_list" ON "agents" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "api_keys_list" ON "api_keys" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_list" ON "calls" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_by_agent" ON "calls" USING btree ("organization_id","agent_id","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_by_status" ON "calls" USING btree ("organization_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "calls_open" ON "calls" USING btree ("lease_expires_at") WHERE status in ('registered', 'ongoing');--> statement-breakpoint
CREATE INDEX "account_user_id" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitation_organization_id" ON "invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_email" ON "invitation" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "member_organization_user" ON "member" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "member_user_id" ON "member" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_id" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "call_commands_by_call" ON "call_commands" USING btree ("call_id","id");--> statement-breakpoint
CREATE INDEX "conversations_list" ON "conversations" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_agent" ON "conversations" USING btree ("organization_id","agent_id","created_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_last_message" ON "conversations" USING btree ("organization_id","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
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
CREATE INDEX "compat_records_by_reference" ON "compat_records" USING btree ("organization_id","kind","refers_to");--> statement-breakpoint
CREATE INDEX "compat_records_by_call" ON "compat_records" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "compat_records_by_conversation" ON "compat_records" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "compat_records_by_phone_number" ON "compat_records" USING btree ("phone_number_id");--> statement-breakpoint
CREATE INDEX "events_list" ON "events" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "events_by_age" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pending_updates_due" ON "pending_updates" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_list" ON "webhook_deliveries" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_of_webhook" ON "webhook_deliveries" USING btree ("webhook_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_status" ON "webhook_deliveries" USING btree ("organization_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_type" ON "webhook_deliveries" USING btree ("organization_id","event_type","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_call" ON "webhook_deliveries" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_event" ON "webhook_deliveries" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("webhook_id","next_attempt_at","id") WHERE status in ('pending', 'retrying');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_next" ON "webhook_deliveries" USING btree ("next_attempt_at") WHERE status in ('pending', 'retrying');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_sending" ON "webhook_deliveries" USING btree ("webhook_id") WHERE status = 'sending';--> statement-breakpoint
CREATE INDEX "webhooks_list" ON "webhooks" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "pending_analyses_due" ON "pending_analyses" USING btree ("due_at");--> statement-breakpoint
CREATE POLICY "agent_versions_of_organization" ON "agent_versions" AS PERMISSIVE FOR ALL TO "parley_app" USING ("agent_versions"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("agent_versions"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "agent_versions_of_system" ON "agent_versions" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "agents_of_organization" ON "agents" AS PERMISSIVE FOR ALL TO "parley_app" USING ("agents"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("agents"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "agents_of_system" ON "agents" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "api_keys_of_organization" ON "api_keys" AS PERMISSIVE FOR ALL TO "parley_app" USING ("api_keys"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("api_keys"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "api_keys_of_system" ON "api_keys" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "call_events_of_organization" ON "call_events" AS PERMISSIVE FOR ALL TO "parley_app" USING ("call_events"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("call_events"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "call_events_of_system" ON "call_events" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "calls_of_organization" ON "calls" AS PERMISSIVE FOR ALL TO "parley_app" USING ("calls"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("calls"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "calls_of_system" ON "calls" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "provider_credentials_of_organization" ON "provider_credentials" AS PERMISSIVE FOR ALL TO "parley_app" USING ("provider_credentials"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("provider_credentials"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "provider_credentials_of_system" ON "provider_credentials" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "invitation_of_organization" ON "invitation" AS PERMISSIVE FOR ALL TO "parley_app" USING ("invitation"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("invitation"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "invitation_of_system" ON "invitation" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "invitation_of_auth" ON "invitation" AS PERMISSIVE FOR ALL TO "parley_auth" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "member_of_organization" ON "member" AS PERMISSIVE FOR ALL TO "parley_app" USING ("member"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("member"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "member_of_system" ON "member" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "member_of_auth" ON "member" AS PERMISSIVE FOR ALL TO "parley_auth" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "organization_of_organization" ON "organization" AS PERMISSIVE FOR ALL TO "parley_app" USING ("organization"."id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("organization"."id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "organization_of_system" ON "organization" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "organization_of_auth" ON "organization" AS PERMISSIVE FOR ALL TO "parley_auth" USING (true) WITH CHECK (true);--> statement-breakpoint
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
CREATE POLICY "usage_daily_of_system" ON "usage_daily" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "compat_records_of_organization" ON "compat_records" AS PERMISSIVE FOR ALL TO "parley_app" USING ("compat_records"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("compat_records"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "compat_records_of_system" ON "compat_records" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "events_of_organization" ON "events" AS PERMISSIVE FOR ALL TO "parley_app" USING ("events"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("events"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "events_of_system" ON "events" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "pending_updates_of_organization" ON "pending_updates" AS PERMISSIVE FOR ALL TO "parley_app" USING ("pending_updates"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("pending_updates"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "pending_updates_of_system" ON "pending_updates" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "webhook_attempts_of_organization" ON "webhook_attempts" AS PERMISSIVE FOR ALL TO "parley_app" USING ("webhook_attempts"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("webhook_attempts"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "webhook_attempts_of_system" ON "webhook_attempts" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "webhook_deliveries_of_organization" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO "parley_app" USING ("webhook_deliveries"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("webhook_deliveries"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "webhook_deliveries_of_system" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "webhooks_of_organization" ON "webhooks" AS PERMISSIVE FOR ALL TO "parley_app" USING ("webhooks"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("webhooks"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "webhooks_of_system" ON "webhooks" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "pending_analyses_of_organization" ON "pending_analyses" AS PERMISSIVE FOR ALL TO "parley_app" USING ("pending_analyses"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("pending_analyses"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "pending_analyses_of_system" ON "pending_analyses" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);--> statement-breakpoint
-- FORCE, grants and what triggers keep cannot be said in the schema. The roles are made before the migrations run (migrate.ts).
ALTER TABLE "organization" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "member" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "invitation" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agents" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agent_versions" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calls" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "api_keys" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "provider_credentials" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
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
ALTER TABLE "compat_records" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "events" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pending_updates" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "webhooks" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "webhook_attempts" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "pending_analyses" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO parley_app, parley_system, parley_auth;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", "session", "account", "verification", "organization", "member", "invitation" TO parley_auth;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agents", "agent_versions", "calls", "api_keys", "provider_credentials" TO parley_app;--> statement-breakpoint
-- The event log is append-only; its rows go with their call.
GRANT SELECT, INSERT ON "call_events" TO parley_app;--> statement-breakpoint
GRANT SELECT, UPDATE ON "organization" TO parley_app;--> statement-breakpoint
GRANT SELECT ON "member", "invitation" TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", "session", "account", "verification", "organization", "member", "invitation", "agents", "agent_versions", "calls", "call_events", "api_keys", "provider_credentials", "nodes", "owner_setup_tokens", "server_settings" TO parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "agent_tags", "conversations", "conversation_messages", "call_commands", "phone_numbers", "organization_settings", "usage_daily", "quotas", "quota_notices", "idempotency_keys" TO parley_app, parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "rate_limit_windows", "signing_keys" TO parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "compat_records" TO parley_app, parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "events", "pending_updates", "webhooks", "webhook_deliveries", "webhook_attempts" TO parley_app, parley_system;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "pending_analyses" TO parley_app, parley_system;--> statement-breakpoint
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
CREATE TRIGGER index_attributes AFTER INSERT OR DELETE OR UPDATE OF metadata, variables ON "conversations" FOR EACH ROW EXECUTE FUNCTION index_attributes();
