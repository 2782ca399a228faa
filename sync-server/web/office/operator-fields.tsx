import type { Role } from "@gatehouse/protocols/duty/roles";
import { Checkbox, Form, Input } from "antd";
import type { KeyboardEvent } from "react";
import type { OperatorRow } from "../../api/operators-view.ts";
import type { Texts } from "../live/use-texts.ts";

interface FieldProps {
  readonly row: OperatorRow | null;
  readonly texts: Texts;
}

/** Most frequent first. */
const ROLES_IN_ORDER: readonly Role[] = [
  "guard",
  "sampler",
  "registrar",
  "ops",
  "supervisor",
  "courier",
  "auditor",
  "admin",
];

/** Name and number; the number of a known person stays. */
export function WhoFields({ row, texts: { t } }: FieldProps) {
  return (
    <div className="form-pair">
      <Form.Item
        name="name"
        label={t("operators.form.name")}
        rules={[
          { required: true, whitespace: true, max: 50, message: t("operators.form.nameRule") },
        ]}
      >
        <Input maxLength={50} autoFocus={row === null} />
      </Form.Item>
      <Form.Item
        name="operatorId"
        label={t("operators.form.number")}
        rules={[
          {
            required: true,
            pattern: /^\s*[A-Za-z0-9-]{1,32}\s*$/,
            message: t("operators.form.numberRule"),
          },
        ]}
      >
        <Input maxLength={32} disabled={row !== null} />
      </Form.Item>
    </div>
  );
}

/** What the person may do. */
export function RoleField({ texts: { t } }: { readonly texts: Texts }) {
  return (
    <Form.Item
      name="roles"
      label={t("operators.form.roles")}
      rules={[{ validator: requireOne, message: t("operators.form.rolesRule") }]}
    >
      <Checkbox.Group
        className="role-boxes"
        aria-label={t("operators.form.roles")}
        options={ROLES_IN_ORDER.map((role) => ({
          value: role,
          label: t(`operators.role.${role}`),
        }))}
      />
    </Form.Item>
  );
}

/** The badge, typed or scanned; one that is there can be taken back. */
export function BadgeFields({ row, texts: { t } }: FieldProps) {
  const isRemoved = Form.useWatch("isBadgeRemoved") === true;
  const tail = row?.badgeTail ?? null;
  return (
    <>
      <Form.Item
        name="badge"
        label={t("operators.form.badge")}
        extra={
          tail === null ? t("operators.form.badgeHint") : t("operators.form.badgeKept", { tail })
        }
        rules={[{ max: 256, message: t("operators.form.badgeRule") }]}
      >
        <Input maxLength={256} disabled={isRemoved} onKeyDown={keepFromSaving} />
      </Form.Item>
      {tail === null ? null : (
        <Form.Item name="isBadgeRemoved" valuePropName="checked">
          <Checkbox>{t("operators.form.badgeRemove")}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}

/** The last day of work. */
export function UntilField({ texts: { t } }: { readonly texts: Texts }) {
  return (
    <Form.Item
      name="validUntil"
      label={t("operators.form.until")}
      extra={t("operators.form.untilHint")}
    >
      <Input type="date" min="1970-01-02" max="2999-12-31" className="date-field" />
    </Form.Item>
  );
}

/** Not the rule `required`: that one marks the group as required, which ARIA knows of no group. */
async function requireOne(_rule: unknown, roles: readonly Role[]): Promise<void> {
  if (roles.length === 0) throw new Error("no role");
}

/** A scanner ends its text with Enter; the form may not be complete then. */
function keepFromSaving(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}
