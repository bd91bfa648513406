/** What programs of an ordinary office do: sites, libraries, file names, registry values, short-lived children. All invented. */
import { program, type Program } from './process.ts';

const SYS = 'C:\\Windows\\System32';
export const SYSTEM_PROGRAMS: readonly { readonly program: Program; readonly commandLine: string }[] = [
  { program: program('services.exe', SYS, 757_760), commandLine: 'C:\\Windows\\system32\\services.exe' },
  { program: program('winlogon.exe', SYS, 913_408), commandLine: 'winlogon.exe' },
  { program: program('svchost.exe', SYS, 88_232), commandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p' },
  { program: program('svchost.exe', SYS, 88_232), commandLine: 'C:\\Windows\\system32\\svchost.exe -k NetworkService -p' },
  {
    program: program('MsMpEng.exe', 'C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.26090.7', 289_744),
    commandLine: '"MsMpEng.exe"',
  },
  {
    program: program('MsSense.exe', 'C:\\Program Files\\Windows Defender Advanced Threat Protection', 612_400),
    commandLine: '"MsSense.exe"',
  },
  { program: program('lsass.exe', SYS, 90_112), commandLine: 'C:\\Windows\\system32\\lsass.exe' },
];
const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16';
export const DAILY_PROGRAMS: readonly { readonly program: Program; readonly commandLine: string; readonly afterMinutes: number }[] = [
  { program: program('explorer.exe', 'C:\\Windows', 5_632_000), commandLine: 'C:\\Windows\\Explorer.EXE', afterMinutes: 0 },
  { program: program('OUTLOOK.EXE', OFFICE, 43_114_496), commandLine: '"OUTLOOK.EXE" ', afterMinutes: 3 },
  {
    program: program('msedge.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application', 4_012_032),
    commandLine: '"msedge.exe" --no-startup-window',
    afterMinutes: 4,
  },
  {
    program: program('ms-teams.exe', 'C:\\Program Files\\WindowsApps\\MSTeams', 10_485_760),
    commandLine: '"ms-teams.exe" msteams:system-initiated',
    afterMinutes: 6,
  },
  { program: program('EXCEL.EXE', OFFICE, 67_108_864), commandLine: '"EXCEL.EXE" ', afterMinutes: 21 },
];
/** Children by the name of the parent. */
export const CHILDREN: Readonly<
  Record<string, readonly { readonly program: Program; readonly commandLine: string; readonly minutes: number }[]>
> = {
  'svchost.exe': [
    { program: program('taskhostw.exe', SYS, 110_592), commandLine: 'taskhostw.exe', minutes: 12 },
    { program: program('backgroundTaskHost.exe', SYS, 36_864), commandLine: '"backgroundTaskHost.exe" -ServerName:App.mca', minutes: 3 },
    {
      program: program('RuntimeBroker.exe', SYS, 139_264),
      commandLine: 'C:\\Windows\\System32\\RuntimeBroker.exe -Embedding',
      minutes: 30,
    },
    {
      program: program('MoUsoCoreWorker.exe', 'C:\\Windows\\UUS\\Packages\\Preview\\amd64', 3_145_728),
      commandLine: 'C:\\Windows\\UUS\\Packages\\Preview\\amd64\\MoUsoCoreWorker.exe',
      minutes: 20,
    },
  ],
  'services.exe': [
    {
      program: program('SearchIndexer.exe', SYS, 1_024_000),
      commandLine: 'C:\\Windows\\system32\\SearchIndexer.exe /Embedding',
      minutes: 240,
    },
    {
      program: program('TrustedInstaller.exe', 'C:\\Windows\\servicing', 196_608),
      commandLine: 'C:\\Windows\\servicing\\TrustedInstaller.exe',
      minutes: 15,
    },
  ],
  'MsSense.exe': [
    {
      program: program('SenseCncProxy.exe', 'C:\\Program Files\\Windows Defender Advanced Threat Protection', 409_600),
      commandLine: '"SenseCncProxy.exe"',
      minutes: 5,
    },
  ],
  'MsMpEng.exe': [
    {
      program: program('MpCmdRun.exe', 'C:\\Program Files\\Windows Defender', 1_048_576),
      commandLine: '"MpCmdRun.exe" SignatureUpdate -ScheduleJob',
      minutes: 4,
    },
  ],
  'explorer.exe': [
    { program: program('notepad.exe', SYS, 360_448), commandLine: '"notepad.exe" ', minutes: 25 },
    {
      program: program('Acrobat.exe', 'C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat', 5_242_880),
      commandLine: '"Acrobat.exe" ',
      minutes: 40,
    },
    { program: program('WINWORD.EXE', OFFICE, 1_638_400), commandLine: '"WINWORD.EXE" /n', minutes: 55 },
  ],
  'msedge.exe': [
    {
      program: program('msedge.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application', 4_012_032),
      commandLine: '"msedge.exe" --type=renderer',
      minutes: 35,
    },
  ],
};
/** Sites by the name of the program that visits them. Addresses lie in the documentation ranges, apart from those of the attack. */
const WEB = [
  'news.daybreak',
  'maps.portside',
  'tracking.seaway',
  'rates.oceanboard',
  'static.daybreak',
  'portal.customs-desk',
  'bank.fjordkredit',
  'weather.skerry',
  'shop.officeware',
  'cdn.officeware',
  'forum.forwarders',
  'wiki.incoterms',
].map((s) => `${s}.example`);
export const SITES: Readonly<Record<string, readonly string[]>> = {
  'msedge.exe': WEB,
  'OUTLOOK.EXE': ['outlook.mailcloud.example', 'autodiscover.mailcloud.example'],
  'ms-teams.exe': ['teams.mailcloud.example', 'presence.mailcloud.example'],
  'EXCEL.EXE': ['larkhaven.sharecloud.example'],
  'svchost.exe': ['download.system-updates.example', 'settings.system-updates.example'],
  'MsMpEng.exe': ['definitions.sensor-cloud.example'],
  'MsSense.exe': ['telemetry.sensor-cloud.example'],
};
export const siteAddress = (site: string): string => {
  let h = 7;
  for (const c of site) h = (h * 31 + c.charCodeAt(0)) >>> 0;
  return `${['192.0.2', '198.51.100', '203.0.113'][h % 3] ?? '192.0.2'}.${5 + (h % 15)}`;
};
export const LIBRARIES: readonly Program[] = [
  'ntdll',
  'kernel32',
  'user32',
  'gdi32',
  'advapi32',
  'ole32',
  'combase',
  'rpcrt4',
  'ws2_32',
  'wininet',
  'winhttp',
  'crypt32',
  'bcrypt',
  'dnsapi',
  'iphlpapi',
  'netapi32',
  'shell32',
  'shlwapi',
  'uxtheme',
  'dwmapi',
  'version',
  'wtsapi32',
  'userenv',
  'amsi',
  'msvcp_win',
  'clbcatq',
  'propsys',
  'taskschd',
  'wbemprox',
  'samlib',
].map((n, i) => program(`${n}.dll`, SYS, 120_000 + i * 8_192));
export const DOCUMENTS = [
  'Shipment list',
  'Rates',
  'Claims',
  'Duty overview',
  'Carrier contract',
  'Month end',
  'Berth plan',
  'Staff rota',
  'Quotation',
  'Reconciliation',
] as const;
export const REGISTRY: readonly {
  readonly by: string;
  readonly key: string;
  readonly value: string;
  readonly data: string;
  readonly type: string;
}[] = [
  {
    by: 'explorer.exe',
    key: 'HKEY_CURRENT_USER\\@SID\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs',
    value: 'MRUListEx',
    data: '',
    type: 'Binary',
  },
  {
    by: 'explorer.exe',
    key: 'HKEY_CURRENT_USER\\@SID\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FeatureUsage\\AppSwitched',
    value: 'MSEdge',
    data: '1',
    type: 'Dword',
  },
  {
    by: 'OUTLOOK.EXE',
    key: 'HKEY_CURRENT_USER\\@SID\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Outlook',
    value: '01023d15',
    data: '',
    type: 'Binary',
  },
  {
    by: 'EXCEL.EXE',
    key: 'HKEY_CURRENT_USER\\@SID\\Software\\Microsoft\\Office\\16.0\\Excel\\File MRU',
    value: 'Item 1',
    data: 'workbook',
    type: 'String',
  },
  { by: 'svchost.exe', key: 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\BITS', value: 'Start', data: '3', type: 'Dword' },
  {
    by: 'svchost.exe',
    key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache\\Tasks',
    value: 'DynamicInfo',
    data: '',
    type: 'Binary',
  },
  {
    by: 'MsMpEng.exe',
    key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Defender\\Signature Updates',
    value: 'AVSignatureVersion',
    data: '1.459.11.0',
    type: 'String',
  },
  {
    by: 'services.exe',
    key: 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\wuauserv',
    value: 'Start',
    data: '3',
    type: 'Dword',
  },
];
