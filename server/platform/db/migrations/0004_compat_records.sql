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
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "compat_records" ADD CONSTRAINT "compat_records_phone_number_id_phone_numbers_id_fk" FOREIGN KEY ("phone_number_id") REFERENCES "public"."phone_numbers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "compat_records_by_reference" ON "compat_records" USING btree ("organization_id","kind","refers_to");--> statement-breakpoint
CREATE INDEX "compat_records_by_call" ON "compat_records" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "compat_records_by_conversation" ON "compat_records" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "compat_records_by_phone_number" ON "compat_records" USING btree ("phone_number_id");--> statement-breakpoint
CREATE POLICY "compat_records_of_organization" ON "compat_records" AS PERMISSIVE FOR ALL TO "parley_app" USING ("compat_records"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("compat_records"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "compat_records_of_system" ON "compat_records" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);