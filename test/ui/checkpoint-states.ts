import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { StationState } from "./station-state.ts";
import {
  checkpointOf,
  linkDown,
  NOW_MS,
  ONLINE,
  SCANNER,
  scannerLost,
  scanOf,
  stationOf,
  viewOf,
  withScan,
  withVoid,
} from "./station-views.ts";

const SCAN = scanOf(1_285, { maskedTail: "1234" });

function showing(view: StationView): StationState["enter"] {
  return (host) => host.show(view);
}

const longPlace = viewOf({
  place: {
    stationId: "st-east-2",
    siteName: "高新技术产业开发区人民医院门诊楼东侧临时核验点",
    laneName: "12 号通道",
  },
  unsent: { count: 12_480, oldestAtMs: NOW_MS - 50 * 3_600_000 },
});

/** Every state that a checkpoint shows today. */
export const CHECKPOINT_STATES: readonly StationState[] = [
  {
    name: "idle",
    words: {
      "zh-CN": [
        "请扫码",
        "在线",
        "待上传",
        "设备",
        "上一位",
        "今日登记",
        "截至 09:41",
        "东门 2 道",
      ],
      en: ["Scan", "Online", "Unsent", "Devices", "Last", "Today", "as of 09:41", "东门 · 2 道"],
    },
    enter: showing(viewOf()),
  },
  {
    name: "first-of-the-day",
    words: {
      "zh-CN": ["请扫码", "暂无登记", "今日还没有登记"],
      en: ["Scan", "Nothing yet", "Nothing recorded today"],
    },
    enter: showing(stationOf(checkpointOf({ recent: [], today: { scans: 0, asOfMs: NOW_MS } }))),
  },
  {
    name: "long-words",
    words: { "zh-CN": ["12,480", "2 天"], en: ["12,480", "2 d"] },
    enter: showing(longPlace),
  },
  {
    name: "recorded",
    words: {
      "zh-CN": [
        "已登记",
        "尾号 1234",
        "二维码",
        "QR Code",
        "扫码器",
        "本机已保存",
        "尚未启用判定规则，请人工核验",
      ],
      en: [
        "RECORDED",
        "Ends 1234",
        "QR code",
        "QR Code",
        "Scanner",
        "Saved on this station",
        "No rules loaded yet: check in person",
      ],
    },
    enter: showing(withScan(viewOf(), SCAN)),
  },
  {
    name: "recorded-typed",
    words: {
      "zh-CN": ["已登记", "手动录入", "由值守员输入", "键盘输入"],
      en: ["RECORDED", "Typed in", "typed by the guard", "Keyboard"],
    },
    enter: showing(withScan(viewOf(), { ...SCAN, source: "manual", symbology: null })),
  },
  {
    name: "recorded-offline",
    words: {
      "zh-CN": ["已登记", "离线运行，登记照常", "最早", "14 分钟"],
      en: ["RECORDED", "Offline, keep scanning", "oldest", "14 min"],
    },
    enter: showing(withScan(linkDown("offline", "link.unreachable"), SCAN)),
  },
  {
    name: "voided",
    words: { "zh-CN": ["已撤销", "尾号 1234"], en: ["UNDONE", "Ends 1234"] },
    async enter(host, page) {
      const before = withScan(viewOf(), SCAN);
      host.show(before);
      await page.locator('[data-stage="recorded"]').waitFor();
      host.show(withVoid(before, SCAN));
    },
  },
  {
    name: "notice",
    words: {
      "zh-CN": ["码太长，未登记", "请重扫；仍不行请按 F2 手动录入", "请扫码"],
      en: ["Code too long, not recorded", "Scan again; if it fails press F2 and type it"],
    },
    enter: showing(viewOf({ notice: { code: "scan.too-long", atMs: NOW_MS } })),
  },
  {
    name: "scanner-lost",
    words: {
      "zh-CN": ["扫码器断开 03 秒", "请检查 USB 插头，接好后自动恢复", "扫码器 断开", "请手动录入"],
      en: [
        "Scanner disconnected 03 s",
        "Check the USB plug; it comes back by itself",
        "Type it in",
      ],
    },
    enter: showing(scannerLost("device.disconnected")),
  },
  {
    name: "scanner-absent",
    words: { "zh-CN": ["扫码器未接入 12 分钟"], en: ["Scanner not there 12 min"] },
    enter: showing(scannerLost("device.absent", 12 * 60_000)),
  },
  {
    name: "scanner-busy",
    words: {
      "zh-CN": ["扫码器端口被占用", "请关闭占用该端口的程序，释放后自动恢复"],
      en: ["Scanner port in use", "Close the program that uses this port; it recovers by itself"],
    },
    enter: showing(scannerLost("device.busy")),
  },
  {
    name: "scanner-denied",
    words: {
      "zh-CN": ["扫码器无权打开", "请联系运维，把运行账户加入 dialout 组"],
      en: ["Scanner no permission", "Ask ops to add the running account to the dialout group"],
    },
    enter: showing(scannerLost("device.denied")),
  },
  {
    name: "scanner-connecting",
    words: { "zh-CN": ["请稍候", "0/1"], en: ["Wait", "0/1"] },
    enter: showing(viewOf({ devices: [{ ...SCANNER, state: "connecting", sinceMs: NOW_MS }] })),
  },
  {
    name: "no-device",
    words: { "zh-CN": ["请手动录入", "无设备"], en: ["Type it in", "No device"] },
    enter: showing(viewOf({ devices: [] })),
  },
  {
    name: "link-connecting",
    words: { "zh-CN": ["连接中", "请扫码"], en: ["Connecting", "Scan"] },
    enter: showing(viewOf({ link: { ...ONLINE, state: "connecting" } })),
  },
  {
    name: "offline",
    words: {
      "zh-CN": ["离线", "离线运行，登记照常", "恢复后自动上传", "37", "14 分钟", "请扫码"],
      en: ["Offline", "Offline, keep scanning", "37", "14 min", "Scan"],
    },
    enter: showing(linkDown("offline", "link.unreachable")),
  },
  {
    name: "refused",
    words: {
      "zh-CN": ["被拒绝", "中心拒绝了本站", "登记照常；请联系运维检查站点证书"],
      en: [
        "Refused",
        "The centre refused this station",
        "Keep scanning; ask ops to check this station's certificate",
      ],
    },
    enter: showing(linkDown("refused", "link.refused")),
  },
  {
    name: "identity-elsewhere",
    words: { "zh-CN": ["本站身份正在别处使用"], en: ["This identity is used elsewhere"] },
    enter: showing(linkDown("offline", "link.identity-elsewhere")),
  },
  {
    name: "store-failing",
    words: {
      "zh-CN": ["停止登记，改用纸表", "磁盘已满，登记未保存", "store.full"],
      en: ["Stop. Use the paper sheet", "The disk is full, nothing was recorded", "store.full"],
    },
    enter: showing(viewOf({ store: { state: "failing", code: "store.full", sinceMs: NOW_MS } })),
  },
  {
    name: "host-lost",
    words: {
      "zh-CN": ["本机服务中断", "重连中 00:0"],
      en: ["Station service lost", "reconnecting 00:0"],
    },
    async enter(host, page) {
      await page.locator('[data-page="station"]').waitFor();
      await host.crash();
    },
  },
  {
    name: "manual",
    words: {
      "zh-CN": ["手动录入", "将登记 18 位，来源记为手动录入", "登记", "取消"],
      en: ["Type in", "Will be recorded: 18 characters, typed in", "Record", "Cancel"],
    },
    async enter(_host, page) {
      await page.keyboard.press("F2");
      await page.keyboard.type("11010519491231002X");
    },
  },
  {
    name: "manual-letters",
    words: { "zh-CN": ["小写", "数字"], en: ["a–z", "123"] },
    async enter(_host, page) {
      await page.keyboard.press("F2");
      await page.getByRole("button", { name: /^(字母|ABC)$/ }).click();
    },
  },
  {
    name: "manual-refused",
    words: {
      "zh-CN": ["记录不合格式，未保存"],
      en: ["The record is malformed and was not stored"],
    },
    async enter(host, page) {
      host.answer(() => Promise.resolve("event.invalid"));
      await page.keyboard.press("F2");
      await page.keyboard.type("110105");
      await page.keyboard.press("Enter");
    },
  },
  {
    name: "help",
    words: {
      "zh-CN": ["按键", "画面的意思", "找谁", "站点 st-east-2", "版本 0.1.0"],
      en: ["Keys", "What the screen says", "Who to call", "Station st-east-2"],
    },
    async enter(_host, page) {
      await page.keyboard.press("F1");
    },
  },
];
