import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import { closedOf, fillingOf, TABLE_DUTY, tableOf, tubeOf } from "./sampling-views.ts";
import type { StationState } from "./station-state.ts";
import { NOW_MS, ONLINE, SCANNER } from "./station-views.ts";

const SUPERVISOR = { operatorId: "2002", name: "陈芳", atMs: NOW_MS };
const LOST = { ...SCANNER, state: "lost", sinceMs: NOW_MS - 3_000, code: "device.absent" } as const;

function showing(view: StationView): StationState["enter"] {
  return (host) => host.show(view);
}

/** Shows a view and then something that was refused. */
function refused(view: StationView, code: string): StationState["enter"] {
  return async (host, page) => {
    host.show(view);
    await page.locator("[data-card]").waitFor();
    host.show({ ...view, notice: { code, atMs: NOW_MS + 1 } });
    await page.locator('[data-band="notice"]').waitFor();
  };
}

/** Opens the count of a tube and types a number of swabs. */
function counting(view: StationView, swabs: string, ...keys: readonly string[]) {
  const enter: StationState["enter"] = async (host, page) => {
    host.show(view);
    await page.locator('[data-card="tube"]').waitFor();
    await page.keyboard.press("F7");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type(swabs);
    for (const key of keys) await page.keyboard.press(key);
  };
  return enter;
}

/** Every state that a sampling table shows. */
export const SAMPLING_STATES: readonly StationState[] = [
  {
    name: "sampling-between-tubes",
    words: {
      "zh-CN": [
        "请扫管码",
        "已封管 B2026004417 09:36:27",
        "下一管",
        "10混1",
        "改混采数",
        "每管最多 10 人",
        "最近的管",
        "隔离待查",
        "10 人，拭子 9 支",
        "已作废",
        "34 管 331 人",
        "06:41 起，截至 09:41",
        "混采 10",
      ],
      en: [
        "Scan a tube",
        "Sealed B2026004417 at 09:36:27",
        "Next tube",
        "10 in 1",
        "changes the size",
        "10 persons at most",
        "Last tubes",
        "Quarantined",
        "10 persons, 9 swabs",
        "Void",
        "34 tubes 331 persons",
        "since 06:41, as of 09:41",
      ],
    },
    enter: showing(tableOf()),
  },
  {
    name: "sampling-first-of-the-shift",
    words: {
      "zh-CN": ["请扫管码", "本班还没有封管", "还没有封管", "0 管 0 人", "单采", "每管 1 人"],
      en: ["Scan a tube", "No tube sealed in this shift", "0 tubes 0 persons", "Single"],
    },
    enter: showing(
      tableOf({
        poolSize: 1,
        lastTubes: [],
        counts: { tubes: 0, people: 0, sinceMs: NOW_MS - 60_000, asOfMs: NOW_MS },
      }),
    ),
  },
  {
    name: "sampling-tubes-of-yesterday",
    words: {
      "zh-CN": ["本班还没有封管", "11-21", "最近的管"],
      en: ["No tube sealed in this shift", "11-21", "Last tubes"],
    },
    enter: showing(
      tableOf({
        lastTubes: [closedOf(0, { closedAtMs: NOW_MS - 86_400_000 })],
        counts: { tubes: 0, people: 0, sinceMs: NOW_MS - 60_000, asOfMs: NOW_MS },
      }),
    ),
  },
  {
    name: "sampling-opened",
    words: {
      "zh-CN": ["请扫第 1 位的人码", "已开管 B2026004418 09:36:55", "还没有人", "撤销开管"],
      en: ["Scan person 1", "Opened B2026004418 at 09:36:55", "Nobody yet", "Undo tube"],
    },
    enter: showing(fillingOf(10, 0)),
  },
  {
    name: "sampling-filling-10",
    words: {
      "zh-CN": [
        "请扫第 8 位的人码",
        "第 7 位 尾号 5433 已登记 09:40:55",
        "B2026004418",
        "7 / 10",
        "已用时（提示 10 分）",
        "04:12",
        "本管登记",
        "共 7 位",
        "手输",
        "最近的管",
        "撤销上一人",
      ],
      en: [
        "Scan person 8",
        "Person 7, ends 5433, recorded 09:40:55",
        "B2026004418",
        "7 / 10",
        "Time used",
        "04:12",
        "In this tube",
        "7 in all",
        "typed",
        "Last tubes",
        "Undo last",
      ],
    },
    enter: showing(fillingOf(10, 7)),
  },
  {
    name: "sampling-full-10",
    words: {
      "zh-CN": ["已满，请封管", "先数管内拭子", "10 / 10", "第 10 位 尾号"],
      en: ["Full: seal the tube", "Count the swabs", "10 / 10", "Person 10"],
    },
    enter: showing(fillingOf(10, 10)),
  },
  {
    name: "sampling-single",
    words: {
      "zh-CN": ["请扫人码", "0 / 1", "单采"],
      en: ["Scan a person", "0 / 1", "Single"],
    },
    enter: showing(fillingOf(1, 0)),
  },
  {
    name: "sampling-filling-5",
    words: {
      "zh-CN": ["请扫第 3 位的人码", "2 / 5", "最近的管"],
      en: ["Scan person 3", "2 / 5", "Last tubes"],
    },
    enter: showing(fillingOf(5, 2)),
  },
  {
    name: "sampling-filling-20",
    words: {
      "zh-CN": ["请扫第 15 位的人码", "14 / 20", "20混1", "共 14 位"],
      en: ["Scan person 15", "14 / 20", "20 in 1", "of 14"],
    },
    enter: showing(fillingOf(20, 14)),
  },
  {
    name: "sampling-open-too-long",
    words: {
      "zh-CN": ["已过 10 分，请封管", "12:05"],
      en: ["Over 10 min: seal it", "12:05"],
    },
    enter: showing(
      tableOf({ tube: { ...tubeOf(10, 9), openedAtMs: NOW_MS - 725_000 }, poolSize: 10 }),
    ),
  },
  {
    name: "sampling-long-code",
    words: { "zh-CN": ["WB20260044188888"], en: ["WB20260044188888"] },
    enter: showing(tableOf({ tube: { ...tubeOf(20, 20), tubeCode: "WB20260044188888" } })),
  },
  {
    name: "sampling-wrong-thing",
    words: {
      "zh-CN": ["这是人码，请扫管码", "先扫管码开管，再扫人码"],
      en: ["A person's code: scan a tube first", "Scan a tube to open it"],
    },
    enter: refused(tableOf(), "tube.scan-tube-first"),
  },
  {
    name: "sampling-used-tube",
    words: {
      "zh-CN": ["此管已用过，不能再开", "换一支新管"],
      en: ["This tube was used before", "take a new one"],
    },
    enter: refused(tableOf(), "tube.used-before"),
  },
  {
    name: "sampling-member-again",
    words: {
      "zh-CN": ["此人已在本管，未重复登记", "请扫下一位"],
      en: ["This person is in this tube already", "Scan the next person"],
    },
    enter: refused(fillingOf(10, 4), "tube.member-again"),
  },
  {
    name: "sampling-undone",
    words: {
      "zh-CN": ["第 8 位已撤销，记录保留", "请扫第 8 位的人码"],
      en: ["Person 8 undone, both records kept", "Scan person 8"],
    },
    async enter(host, page) {
      host.show(fillingOf(10, 8));
      await page.getByText("8 / 10").waitFor();
      host.answer(() => {
        host.show(fillingOf(10, 7));
        return Promise.resolve(null);
      });
      await page.keyboard.press("F4");
    },
  },
  {
    name: "sampling-scanner-lost",
    words: {
      "zh-CN": ["请录入第 8 位的人码", "扫码器未接入 03 秒"],
      en: ["Type person 8's code", "Scanner"],
    },
    enter: showing(fillingOf(10, 7, { devices: [LOST] })),
  },
  {
    name: "sampling-offline",
    words: {
      "zh-CN": ["离线运行，登记照常", "请扫第 11 位的人码"],
      en: ["Offline", "Scan person 11"],
    },
    enter: showing(
      fillingOf(20, 10, {
        link: { ...ONLINE, state: "offline", sinceMs: NOW_MS - 840_000 },
        unsent: { count: 37, oldestAtMs: NOW_MS - 840_000 },
      }),
    ),
  },
  {
    name: "sampling-training",
    words: { "zh-CN": ["系统演练", "请扫管码"], en: ["Training", "Scan a tube"] },
    enter: showing(tableOf({}, { mode: "training" })),
  },
  {
    name: "sampling-manual",
    words: {
      "zh-CN": ["手动录入", "请输入管码", "第 10 位 尾号 9190 已登记"],
      en: ["Type a code", "Type a tube's code", "Person 10 recorded, ends 9190"],
    },
    async enter(host, page) {
      const view = fillingOf(10, 10);
      host.show({ ...view, nowMs: NOW_MS - 10_000 });
      await page.locator('[data-card="tube"]').waitFor();
      await page.keyboard.press("F2");
    },
  },
  {
    name: "sampling-help",
    words: {
      "zh-CN": ["数拭子，一致才能封管", "放一边等处理", "找谁"],
      en: ["sealed only when they agree", "put aside until it is settled"],
    },
    async enter(host, page) {
      host.show(tableOf());
      await page.locator('[data-card="next"]').waitFor();
      await page.keyboard.press("F1");
    },
  },
  {
    name: "sampling-seal-blind",
    words: {
      "zh-CN": ["封管：请数管内拭子", "按数字后显示", "0 / 其他", "返回采样"],
      en: ["Seal: count the swabs", "shown after you press a number", "0 / other", "Back"],
    },
    enter: counting(fillingOf(10, 10), ""),
  },
  {
    name: "sampling-seal-equal",
    words: {
      "zh-CN": ["一致", "封管后不可再加人", "F7"],
      en: ["They agree", "Nobody can be added after sealing", "F7"],
    },
    enter: counting(fillingOf(10, 10), "10"),
  },
  {
    name: "sampling-seal-fewer",
    words: {
      "zh-CN": ["少 1 支", "请复数", "重新数", "隔离待查（班长）"],
      en: ["1 too few", "Count again", "Quarantine (supervisor)"],
    },
    enter: counting(fillingOf(10, 10), "9"),
  },
  {
    name: "sampling-seal-20-more",
    words: { "zh-CN": ["多 2 支", "20混1"], en: ["2 too many", "20 in 1"] },
    enter: counting(fillingOf(20, 14), "16"),
  },
  {
    name: "sampling-seal-refused",
    words: {
      "zh-CN": ["本机存储故障，登记未保存", "一致"],
      en: ["They agree"],
    },
    async enter(host, page) {
      host.answer(() => Promise.resolve("store.failed"));
      await counting(fillingOf(10, 10), "10", "F7")(host, page);
    },
  },
  {
    name: "sampling-quarantine-number",
    words: {
      "zh-CN": ["隔离待查：请班长确认", "登记 10 人，拭子 9 支", "少 1 支", "工号", "返回"],
      en: ["Quarantine: supervisor", "10 persons, 9 swabs", "1 too few", "Back"],
    },
    enter: counting(fillingOf(10, 10), "9", "F12"),
  },
  {
    name: "sampling-quarantine-badge",
    words: { "zh-CN": ["陈芳", "输入 6 位 PIN"], en: ["陈芳", "6 digits of your PIN"] },
    async enter(host, page) {
      await counting(fillingOf(10, 10), "9", "F12")(host, page);
      host.show(fillingOf(10, 10, { duty: { ...TABLE_DUTY, presented: SUPERVISOR } }));
      await page.getByRole("dialog").getByText(SUPERVISOR.name).waitFor();
    },
  },
];
