// A list of 33 people as a secretariat keeps it: names in Arabic, French and English, delegations in whatever language,
// a head of column names, quotes, and a comma inside a cell.
const DELEGATIONS = [
  ["Egypt", ["Mona Fouad", "أحمد فؤاد", "Karim El-Masry"]],
  ["الأردن", ["ليلى الخطيب", "Omar Haddad", "سامي النجار"]],
  ["Liban", ["Amélie Khoury", "جورج سمعان", "Rita Nassar"]],
  ["Morocco", ["يوسف العلمي", "Fatima Zahra Benali", "Hélène Alaoui"]],
  ["SD", ["عبد الله إدريس", "Amna Osman", "هالة الطيب"]],
  ["Tunisie", ["Léïla Ben Youssef", "منجي الطرابلسي", "Slim Chebbi"]],
  ["Palestine", ["رنا عودة", "Basil Khalil", "سلمى ناصر"]],
  ["Qatar", ["خالد المري", "Noora Al-Thani", "Jassim Al-Kuwari"]],
  ["Djibouti", ["Aïcha Robleh", "حسن جامع", "Zeinab Farah"]],
  ["مكتب المنظمة الإقليمي", ["Jean-François Lefèvre", "مريم السالم", "Grace O’Connor"]],
  ["", ["Peter Smith, PhD", "Chloé Martin", "سعاد بن علي"]],
];

const FUNCTIONS = ["Director of ICT", "Conseillère, douane", "رئيس قسم"];

const quoted = (text) => (/[",;]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** The list with that separator; `spoil`: the role of the line with that number is none. */
export function listOf33({ separator = ";", spoil } = {}) {
  const rows = [["Name", "Delegation", "Role", "Function", "Head of delegation", "Language", "Contact"]];
  for (const [delegation, names] of DELEGATIONS) {
    names.forEach((name, i) => {
      const role = delegation === "" ? "expert" : "delegate";
      rows.push([name, delegation, role, FUNCTIONS[i], delegation && i === 0 ? "yes" : "", ["en", "ar", "fr"][i], `person${rows.length}@example.org`]);
    });
  }
  if (spoil !== undefined) rows[spoil - 1][2] = "chairman of everything";
  return rows.map((row) => row.map(quoted).join(separator)).join("\r\n");
}
