/** One row of the error table. Words are for the person who must act. */
export interface ErrorRow {
  /** True when doing the same again later can succeed without anyone acting. */
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
  /** What to do, imperative. */
  readonly actionZh: string;
  readonly actionEn: string;
}

/** Every failure that leaves a module, by its code; `docs/errors.md` mirrors it (tested both ways). */
export const ERROR_TABLE = {
  "device.absent": {
    retryable: true,
    zh: "设备未接入",
    en: "The device is not there",
    actionZh: "请检查 USB 插头，接好后自动恢复",
    actionEn: "Check the USB plug; it comes back by itself",
  },
  "device.busy": {
    retryable: true,
    zh: "端口被其他程序占用",
    en: "Another program holds the port",
    actionZh: "请关闭占用该端口的程序，释放后自动恢复",
    actionEn: "Close the program that uses this port; it recovers by itself",
  },
  "device.denied": {
    retryable: true,
    zh: "无权打开端口",
    en: "No permission to open the port",
    actionZh: "请联系运维，把运行账户加入 dialout 组",
    actionEn: "Ask ops to add the running account to the dialout group",
  },
  "device.disconnected": {
    retryable: true,
    zh: "设备断开",
    en: "The device was disconnected",
    actionZh: "请检查 USB 插头，接好后自动恢复",
    actionEn: "Check the USB plug; it comes back by itself",
  },
  "device.write-timeout": {
    retryable: true,
    zh: "设备没有响应",
    en: "The device does not take data",
    actionZh: "请拔下重插；仍无响应请联系运维",
    actionEn: "Unplug it and plug it in again; if that fails, call ops",
  },
  "scan.too-long": {
    retryable: false,
    zh: "码太长，未登记",
    en: "Code too long, not recorded",
    actionZh: "请重扫；仍不行请按 F2 手动录入",
    actionEn: "Scan again; if it fails press F2 and type it",
  },
  "scan.unreadable": {
    retryable: false,
    zh: "读到的不是文字，未登记",
    en: "Not a text, not recorded",
    actionZh: "请重扫；仍不行请检查扫码器设置",
    actionEn: "Scan again; if it fails check the scanner's settings",
  },
  "scan.truncated": {
    retryable: false,
    zh: "扫码器断开，码未读完，未登记",
    en: "The scanner was unplugged mid-code, not recorded",
    actionZh: "接好扫码器后请重扫",
    actionEn: "Reconnect the scanner and scan again",
  },
  "scan.undo-expired": {
    retryable: false,
    zh: "超过 5 分钟，不能撤销",
    en: "More than 5 minutes ago, cannot undo",
    actionZh: "请班长处理",
    actionEn: "Ask the supervisor",
  },
  "scan.not-found": {
    retryable: false,
    zh: "没有可撤销的登记",
    en: "Nothing to undo",
    actionZh: "只能撤销最近一次登记",
    actionEn: "Only the newest scan can be undone",
  },
  "store.full": {
    retryable: true,
    zh: "磁盘已满，登记未保存",
    en: "The disk is full, nothing was recorded",
    actionZh: "停止登记，改用纸表；请运维清理磁盘",
    actionEn: "Stop scanning and use the paper sheet; ops must free disk space",
  },
  "store.failed": {
    retryable: true,
    zh: "本机存储故障，登记未保存",
    en: "The local store failed, nothing was recorded",
    actionZh: "停止登记，改用纸表；请联系运维",
    actionEn: "Stop scanning and use the paper sheet; call ops",
  },
  "store.wrong-key": {
    retryable: false,
    zh: "存储密钥不符，拒绝打开",
    en: "The store does not open with this key",
    actionZh: "请恢复原密钥文件；数据未改动",
    actionEn: "Bring back the right key file; the data was not touched",
  },
  "store.in-use": {
    retryable: true,
    zh: "数据文件夹正被另一个进程使用",
    en: "Another process uses this data folder",
    actionZh: "请先停止另一个站点进程",
    actionEn: "Stop the other station process first",
  },
  "event.invalid": {
    retryable: false,
    zh: "记录不合格式，未保存",
    en: "The record is malformed and was not stored",
    actionZh: "请联系运维并附上日志",
    actionEn: "Call ops and send the log",
  },
  "link.unreachable": {
    retryable: true,
    zh: "连不上中心",
    en: "The centre cannot be reached",
    actionZh: "登记照常，恢复后自动上传",
    actionEn: "Keep scanning; it is sent when the link is back",
  },
  "link.refused": {
    retryable: true,
    zh: "中心拒绝了本站",
    en: "The centre refused this station",
    actionZh: "登记照常；请联系运维检查站点证书",
    actionEn: "Keep scanning; ask ops to check this station's certificate",
  },
  "link.identity-elsewhere": {
    retryable: true,
    zh: "本站身份正在别处使用",
    en: "This identity is used elsewhere",
    actionZh: "登记照常；请联系运维查找重复的站点",
    actionEn: "Keep scanning; ask ops to find the second machine",
  },
  "link.unenrolled": {
    retryable: false,
    zh: "本站尚未注册，不能启动",
    en: "This station is not enrolled and cannot start",
    actionZh: "请用中心发出的注册链接启动一次：--invitation gh-enrol://…",
    actionEn: "Start it once with an invitation from the centre: --invitation gh-enrol://…",
  },
  "enrol.code-invalid": {
    retryable: false,
    zh: "注册码无效",
    en: "The enrolment code is not valid",
    actionZh: "请核对注册码或向中心申请新的",
    actionEn: "Check the code or ask the centre for a new one",
  },
  "enrol.code-expired": {
    retryable: false,
    zh: "注册码已过期（15 分钟）",
    en: "The enrolment code has expired (15 minutes)",
    actionZh: "请向中心申请新的注册码",
    actionEn: "Ask the centre for a new code",
  },
  "enrol.code-burnt": {
    retryable: false,
    zh: "注册码已作废（五次错误或已使用）",
    en: "The enrolment code is burnt (five wrong tries, or used)",
    actionZh: "请向中心申请新的注册码",
    actionEn: "Ask the centre for a new code",
  },
  "enrol.request-invalid": {
    retryable: false,
    zh: "注册请求不合格式",
    en: "The enrolment request is malformed",
    actionZh: "请升级站点软件后重试",
    actionEn: "Update the station software and try again",
  },
  "enrol.answer-invalid": {
    retryable: false,
    zh: "中心的注册应答不合格式，未保存",
    en: "The centre's enrolment answer is malformed and was not kept",
    actionZh: "请升级站点或中心软件后用原注册码重试",
    actionEn: "Update the station or the centre and try the same code again",
  },
  "enrol.ca-mismatch": {
    retryable: false,
    zh: "中心证书指纹不符，已停止注册",
    en: "The centre's certificate does not match the invitation; enrolment stopped",
    actionZh: "请向中心核对注册链接，可能有人冒充",
    actionEn: "Check the invitation with the centre: someone may be posing as it",
  },
  "enrol.unreachable": {
    retryable: true,
    zh: "连不上中心的注册端口，本站未启动",
    en: "The centre's enrolment port does not answer; this station did not start",
    actionZh: "请检查网络和中心，再用同一注册链接启动",
    actionEn: "Check the network and the centre, then start again with the same invitation",
  },
  "enrol.refused": {
    retryable: true,
    zh: "中心不能处理注册请求，本站未启动",
    en: "The centre could not take the enrolment; this station did not start",
    actionZh: "请稍后用同一注册链接再试；仍不行请查看中心日志",
    actionEn: "Try again soon with the same invitation; if that fails read the centre's log",
  },
  "enrol.busy": {
    retryable: true,
    zh: "注册请求过多",
    en: "Too many enrolment attempts just now",
    actionZh: "请一分钟后再试",
    actionEn: "Wait a minute and try again",
  },
  "centre.already-running": {
    retryable: false,
    zh: "中心已在运行",
    en: "The centre is already running on this data folder",
    actionZh: "请使用正在运行的中心，或先停止它",
    actionEn: "Use the running one, or stop it first",
  },
  "centre.not-running": {
    retryable: true,
    zh: "中心未运行",
    en: "The centre is not running",
    actionZh: "请先启动中心：npm run server",
    actionEn: "Start it with: npm run server",
  },
  "station.not-running": {
    retryable: true,
    zh: "本机站点程序没有运行",
    en: "The station is not running on this machine",
    actionZh: "请先启动站点（npm run station），再重试",
    actionEn: "Start the station first (npm run station), then try again",
  },
  "enrol.files-damaged": {
    retryable: false,
    zh: "注册文件损坏",
    en: "The enrolment files are damaged",
    actionZh: "请向中心申请替换本机的注册链接",
    actionEn: "Ask the centre for an invitation that replaces this PC",
  },
  "net.port-in-use": {
    retryable: false,
    zh: "端口被占用",
    en: "The port is in use",
    actionZh: "请停止占用者，或在配置中换一个端口",
    actionEn: "Stop the program that uses it, or set another port in the configuration",
  },
  "net.address-refused": {
    retryable: false,
    zh: "不能在该地址或端口监听",
    en: "This machine cannot listen on that address and port",
    actionZh: "请在配置中写本机的地址；1024 以下的端口须有相应权限",
    actionEn: "Set an address of this machine; ports below 1024 need the right to open them",
  },
  "folder.unusable": {
    retryable: false,
    zh: "数据文件夹不可用",
    en: "The data folder cannot be used",
    actionZh: "请检查其路径、所有者和磁盘空间，或另选文件夹",
    actionEn: "Check its path, its owner and the free disk space, or choose another folder",
  },
  "config.invalid": {
    retryable: false,
    zh: "配置有误",
    en: "The configuration is not valid",
    actionZh: "请按列出的各项修改后再启动",
    actionEn: "Mend the listed items and start again",
  },
  "db.unavailable": {
    retryable: true,
    zh: "数据库不可用",
    en: "The database is not available",
    actionZh: "站点会保留数据并重发；请检查数据库进程和磁盘",
    actionEn: "Stations keep their data and send again; check the database process and the disk",
  },
  "db.start-failed": {
    retryable: false,
    zh: "内置数据库启动失败",
    en: "The embedded database did not start",
    actionZh: "请查看数据库日志；常见原因是磁盘满或数据文件夹权限",
    actionEn: "Read the database log; usual causes are a full disk or the folder's owner",
  },
  "web.not-built": {
    retryable: false,
    zh: "指挥中心网页尚未构建",
    en: "The command centre's web app is not built",
    actionZh: "请先构建：npx vite build sync-server/web",
    actionEn: "Build it with: npx vite build sync-server/web",
  },
} as const satisfies Record<string, ErrorRow>;

/** Code of a row. */
export type ErrorCode = keyof typeof ERROR_TABLE;

/** True for a code in the table. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_TABLE, code);
}
