/// What a course site made of the name of a file that somebody handed in. It puts the person before
/// the file's own name, and hands out everybody's files in one folder:
///
///     lovelaceada_1234_56789_Blend.swift                             Canvas
///     Ada Lovelace_1234_assignsubmission_file_/Blend.swift           Moodle
///     Week 1_alovelace_attempt_2026-09-21-18-30-00_Blend.swift       Blackboard
struct SiteName {
  /// The name as the site writes it; it may be another person's, too.
  let person: String
  /// What one person's files of one attempt begin with, and nobody else's.
  let owner: String
  /// The name that the file had; empty for a folder.
  let file: String

  /// Nil for a name as no site makes it. A file's own name may look like a site's, too: what ends
  /// first is the site's.
  init?(_ name: String) {
    guard name.utf8.count < 256 else { return nil }
    let heads = [
      name.prefixMatch(of: /(((.+?)_\d+)_assignsubmission_(?:file|onlinetext)_?)/)?.output,
      name.prefixMatch(of: /((.+?_([^_]+)_attempt_\d{4}(?:-\d\d){5})_)/)?.output,
      name.prefixMatch(of: /(((.+?)(?:_LATE)?_\d+)_\d+_)/)?.output,
    ]
    guard let head = heads.compactMap({ $0 }).min(by: { $0.1.count < $1.1.count }) else {
      return nil
    }
    (owner, person) = (String(head.2), String(head.3))
    file = String(name.dropFirst(head.1.count))
  }
}
