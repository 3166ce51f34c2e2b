CREATE TABLE "pending_analyses" (
	"organization_id" text NOT NULL,
	"call_id" text PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pending_analyses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "analysis" jsonb;--> statement-breakpoint
ALTER TABLE "pending_analyses" ADD CONSTRAINT "pending_analyses_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_analyses" ADD CONSTRAINT "pending_analyses_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pending_analyses_due" ON "pending_analyses" USING btree ("due_at");--> statement-breakpoint
CREATE POLICY "pending_analyses_of_organization" ON "pending_analyses" AS PERMISSIVE FOR ALL TO "parley_app" USING ("pending_analyses"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("pending_analyses"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "pending_analyses_of_system" ON "pending_analyses" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);