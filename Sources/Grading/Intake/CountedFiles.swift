import Course

/// Which files of a submission count, and what each stands for: those that were handed out, also by
/// a name that a course site gave them, and others in a chapter's folder.
struct CountedFiles {
  /// A file and the path that it stands for.
  typealias Place = (member: String, path: String)

  /// The files that were handed out, by their paths from the package's root.
  let wanted: Set<String>
  let chapterFolders: Set<String>
  /// The same paths by how they read in small letters.
  private let standard: [String: String]
  /// The path that a file's name stands for, where it stands for one only: a course site hands on
  /// what people upload as loose files.
  private let loose: [String: String]

  init(_ wanted: Set<String>) {
    self.wanted = wanted
    chapterFolders = Set(
      wanted.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
    standard = Dictionary(wanted.map { ($0.lowercased(), $0) }) { first, _ in first }
    loose = Dictionary(grouping: wanted) { Self.fileName($0).lowercased() }
      .compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// `Blend.swift` for `Blend-1.swift`, `Blend (1).swift`, `Blend copy.swift` and
  /// `Blend.swift.txt`: course sites, browsers and desktops rename so. Any other name as it is.
  private static func original(_ name: String) -> String {
    let pattern = /(.+?)(?: ?\(\d+\)|[-_ ]\d+|(?: -)? [Cc]opy)*\.swift(?:\.txt)?/
    guard name.utf8.count < 256, let match = name.wholeMatch(of: pattern) else { return name }
    return "\(match.1).swift"
  }

  /// The files among some that count, in the order of their paths.
  func places(among files: [Place], in submission: inout Submission) -> [Place] {
    var found = files.filter { wanted.contains($0.path) }
    let exact = Set(found.map(\.path))
    let others = Dictionary(grouping: files.filter { !wanted.contains($0.path) }) { _, path in
      let name = Self.fileName(path)
      return standard["\(path.dropLast(name.count))\(Self.original(name))".lowercased()] ?? ""
    }
    for (path, copies) in others.sorted(by: { $0.key < $1.key }) where !path.isEmpty {
      let names = copies.map { Self.fileName($0.path) }.sorted()
      let name = Self.fileName(path)
      if exact.contains(path) {
        submission.noteIgnored(names, "beside \(name) it does not count.")
      } else if names.count > 1 {
        submission.refuse(path, "it is there as \(listed(names)); leave one, named \(name).")
      } else {
        found.append((copies[0].member, path))
        submission.notes.append("\(names[0]) was taken for \(name).")
      }
    }
    let rest = (others[""] ?? []).sorted { $0.path < $1.path }
    let own = rest.filter { isHelper($0.path) }.prefix(30)
    let taken = Set(own.map(\.path))
    submission.noteIgnored(
      rest.filter { !taken.contains($0.path) }.map {
        String($0.path.dropFirst("exercises/".count))
      },
      "no file of a chapter.")
    return (found + own).sorted { $0.path < $1.path }
  }

  /// Whether a file that was not handed out is compiled with a chapter, as a check compiles it.
  private func isHelper(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    // A longer path has no room below the folder in which it would be compiled.
    return parts.count > 2 && chapterFolders.contains(parts[1]) && path.hasSuffix(".swift")
      && path.utf8.count < 200
      && path.allSatisfy { $0.isLetter || $0.isNumber || "/_+-. ".contains($0) }
  }

  /// Those among some files that count by their names alone.
  ///
  /// - Parameter names: what the person called each, where a course site calls it otherwise.
  /// - Throws: where two have the same name: nobody can say which one counts.
  func loosePlaces(
    among files: [String], called names: [String: String] = [:], in submission: inout Submission
  ) throws(UserError) -> [Place] {
    let candidates: [Place] = files.compactMap { file in
      let name = names[file] ?? Self.fileName(file)
      return loose[Self.original(name).lowercased()].map { path in
        (file, "\(path.dropLast(Self.fileName(path).count))\(name)")
      }
    }
    let places = places(among: candidates, in: &submission)
    if let twice = Self.repeated(places) {
      throw UserError("it holds \(Self.fileName(twice)) twice and no exercises/ folder.")
    }
    if places.isEmpty { return places }
    let files = places.count == 1 ? "file was taken by its name" : "files were taken by their names"
    submission.notes.append("\(places.count) loose \(files): there is no exercises/ folder.")
    return places
  }

  /// A path for which two files stand.
  static func repeated(_ places: [Place]) -> String? {
    Dictionary(grouping: places, by: \.path).filter { $1.count > 1 }.keys.min()
  }
}
