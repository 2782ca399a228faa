import type { DutyView, StationView } from "@gatehouse/protocols/rpc/station-view";
import type { StationState } from "./station-state.ts";
import { checkpointOf, NOW_MS, ON_DUTY, stationOf, viewOf } from "./station-views.ts";

const OFF: DutyView = { ...ON_DUTY, state: "off", operators: [], shift: null };
const LOCKED: DutyView = { ...ON_DUTY, state: "locked" };
const REGISTRAR = {
  operatorId: "2002",
  name: "周岚",
  role: "supervisor",
  sinceMs: NOW_MS - 1_800_000,
} as const;
const TWO: DutyView = { ...ON_DUTY, operators: [...ON_DUTY.operators, REGISTRAR] };
const BADGE = { operatorId: "2002", name: "周岚", atMs: NOW_MS };
const LONG_NAME = "阿卜杜热合曼·买买提伊敏·阿不都克里木";

function withDuty(duty: DutyView, changes: Partial<StationView> = {}): StationState["enter"] {
  return (host) => host.show(stationOf(checkpointOf(), { duty, ...changes }));
}

/** The way on and off duty, as every post shows it. */
export const DUTY_STATES: readonly StationState[] = [
  {
    name: "off",
    words: {
      "zh-CN": ["请上岗", "扫工牌，或输入工号", "工号", "下一步"],
      en: ["Sign in", "Scan your badge", "Operator number", "Next"],
    },
    enter: withDuty(OFF),
  },
  {
    name: "off-number-typed",
    words: { "zh-CN": ["A-1001", "PIN", "换人"], en: ["A-1001", "PIN", "Someone else"] },
    async enter(host, page) {
      host.show(stationOf(checkpointOf(), { duty: OFF }));
      await page.getByRole("main").locator("input").waitFor();
      await page.keyboard.type("A-1001");
      await page.keyboard.press("Enter");
      await page.keyboard.type("123");
    },
  },
  {
    name: "off-letters",
    words: { "zh-CN": ["Q", "数字", "下一步"], en: ["Q", "123", "Next"] },
    async enter(host, page) {
      host.show(stationOf(checkpointOf(), { duty: OFF }));
      await page.getByRole("button", { name: /^(字母|ABC)$/ }).click();
    },
  },
  {
    name: "off-badge",
    words: { "zh-CN": ["周岚", "输入 6 位 PIN"], en: ["周岚", "6 digits of your PIN"] },
    enter: withDuty({ ...OFF, presented: BADGE }),
  },
  {
    name: "off-long-name",
    words: { "zh-CN": [LONG_NAME], en: [LONG_NAME] },
    enter: withDuty({ ...OFF, presented: { ...BADGE, name: LONG_NAME } }),
  },
  {
    name: "off-wrong-pin",
    words: { "zh-CN": ["PIN 不对", "连错 5 次"], en: ["Wrong PIN", "five wrong ones"] },
    async enter(host, page) {
      host.answer(() => Promise.resolve("duty.wrong-pin"));
      host.show(stationOf(checkpointOf(), { duty: { ...OFF, presented: BADGE } }));
      await page.getByText("周岚").first().waitFor();
      await page.keyboard.type("111111");
    },
  },
  {
    name: "off-scanned",
    words: {
      "zh-CN": ["还没有人上岗", "请扫工牌并输入 PIN 上岗"],
      en: ["Nobody is on duty", "Scan your badge and type your PIN"],
    },
    async enter(host, page) {
      host.show(stationOf(checkpointOf(), { duty: OFF }));
      await page.getByRole("main").locator("input").waitFor();
      const notice = { code: "duty.nobody", atMs: NOW_MS };
      host.show(stationOf(checkpointOf(), { duty: OFF, notice }));
    },
  },
  {
    name: "no-list",
    words: {
      "zh-CN": ["人员名单还没有到达本站", "st-east-2"],
      en: ["The list of operators has not arrived", "st-east-2"],
    },
    enter: withDuty({ ...OFF, list: null }),
  },
  {
    name: "nobody-eligible",
    words: { "zh-CN": ["第 12 版"], en: ["list 12"] },
    enter: withDuty({ ...OFF, list: ON_DUTY.list && { ...ON_DUTY.list, eligible: 0 } }),
  },
  {
    name: "locked",
    words: { "zh-CN": ["已锁定", "李卫"], en: ["Locked", "李卫"] },
    enter: withDuty(LOCKED),
  },
  {
    name: "locked-by-two",
    words: { "zh-CN": ["已锁定", "李卫", "周岚"], en: ["Locked", "李卫", "周岚"] },
    enter: withDuty({ ...TWO, state: "locked" }),
  },
  {
    name: "locked-scanned",
    words: { "zh-CN": ["画面已锁定，未登记", "周岚"], en: ["The screen is locked", "周岚"] },
    async enter(host, page) {
      const duty: DutyView = { ...TWO, state: "locked" };
      host.show(stationOf(checkpointOf(), { duty }));
      await page.getByText("周岚").first().waitFor();
      const notice = { code: "duty.locked", atMs: NOW_MS };
      host.show(stationOf(checkpointOf(), { duty, notice }));
    },
  },
  {
    name: "two-on-duty",
    words: { "zh-CN": ["李卫", "周岚"], en: ["李卫", "周岚"] },
    enter: withDuty(TWO),
  },
  {
    name: "badge-while-on",
    words: { "zh-CN": ["加入上岗", "周岚", "暂不上岗"], en: ["Join", "周岚", "Not now"] },
    enter: withDuty({ ...ON_DUTY, presented: BADGE }),
  },
  {
    name: "shift",
    words: {
      "zh-CN": ["交接班", "卡口值守员", "06:41 上岗", "锁屏", "结束本班", "名单第 12 版"],
      en: ["Shift", "Guard", "since 06:41", "Lock", "End shift", "Operators list 12"],
    },
    async enter(host, page) {
      host.show(stationOf(checkpointOf(), { duty: TWO }));
      await page.getByText("周岚").first().waitFor();
      await page.keyboard.press("F9");
    },
  },
  {
    name: "shift-list-old",
    words: { "zh-CN": ["已过期"], en: ["has expired"] },
    async enter(host, page) {
      const list = ON_DUTY.list && { ...ON_DUTY.list, expiresAtMs: NOW_MS - 1 };
      host.show(stationOf(checkpointOf(), { duty: { ...ON_DUTY, list } }));
      await page.keyboard.press("F9");
    },
  },
  {
    name: "shift-join",
    words: { "zh-CN": ["加入上岗", "工号"], en: ["Join", "Operator number"] },
    enter: pressed({ "zh-CN": "加入上岗", en: "Join" }),
  },
  {
    name: "shift-end",
    words: { "zh-CN": ["结束本班？"], en: ["End the shift?"] },
    enter: pressed({ "zh-CN": "结束本班", en: "End shift" }),
  },
  {
    name: "training-start",
    words: { "zh-CN": ["开始系统演练？", "不上传"], en: ["Start a training?", "never sent"] },
    enter: pressed({ "zh-CN": "系统演练", en: "Training" }),
  },
  {
    name: "training",
    words: { "zh-CN": ["系统演练", "请扫码"], en: ["Training", "Scan"] },
    enter: (host) => host.show(viewOf({ mode: "training" })),
  },
];

/** Opens the shift dialog and presses the button that is called so in either language. */
function pressed(words: { "zh-CN": string; en: string }): StationState["enter"] {
  return async (host, page) => {
    host.show(viewOf());
    await page.keyboard.press("F9");
    const name = new RegExp(`^(${words["zh-CN"]}|${words.en})$`);
    await page.getByRole("dialog").getByRole("button", { name }).click();
  };
}
