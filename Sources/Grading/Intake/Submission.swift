import Course
import Foundation

/// What somebody handed in, as far as it counts: the files of the chapters' folders.
struct Submission: Equatable, Sendable {
  var name: String
  /// Where it was found.
  var place = URL(fileURLWithPath: "/")
  /// Their texts by their paths from the package's root, `exercises/02-the-vanilla-rnn/….swift`.
  var files: [String: String] = [:]
  /// Files that are there and cannot be judged, and why.
  var problems: [String: SourceRefusal] = [:]
  var notes: [String] = []
  /// Why nothing of it can be graded.
  var refusal: String?

  /// Larger files are not read: the longest that was handed out has 5 kB.
  static let sizeLimit = 256 << 10

  /// Takes a file, or says why not.
  fileprivate mutating func take(_ path: String, at url: URL) {
    if fileType(of: url) == .typeRegular {
      take(path, plainContents(of: url, upTo: Self.sizeLimit))
    } else {
      refuse(path, "this is a link or no plain file; it was not read.")
    }
  }

  fileprivate mutating func take(_ path: String, _ data: Data?) {
    guard let data, data.count <= Self.sizeLimit else {
      return refuse(path, "this file cannot be read or is larger than \(Self.sizeLimit >> 10) kB.")
    }
    // A NUL is UTF-8 and no text.
    if let line = lineThatIsNoText(data) {
      return refuse(path, "this line is not UTF-8; save the file as UTF-8.", line: line)
    }
    files[path] = String(decoding: data, as: UTF8.self)
  }

  fileprivate mutating func refuse(_ path: String, _ reason: String, line: Int = 1) {
    problems[path] = SourceRefusal(line: line, reason: reason)
    notes.append("\(path):\(line): \(reason)")
  }

  fileprivate mutating func noteIgnored(_ others: [String], _ reason: String) {
    guard let first = others.first else { return }
    let more = others.count > 1 ? " and \(counted(others.count - 1, "other file"))" : ""
    notes.append("\(first)\(more) ignored: \(reason)")
  }
}

extension [Submission] {
  /// The same with names that tell apart what would look the same: with an archive's ending, else
  /// with the folder around it, else with a number.
  var distinct: [Submission] {
    let longer: [(Submission, Int) -> String] = [
      { one, _ in one.place.lastPathComponent },
      { one, _ in one.place.pathComponents.suffix(2).joined(separator: "/") },
      { one, number in "\(one.name) \(number + 1)" },
    ]
    return longer.reduce(self) { all, name in
      var named = all
      let groups = Dictionary(grouping: all.indices) { PlainText.line(all[$0].name) }
      for group in groups.values where group.count > 1 {
        for (number, index) in group.enumerated() { named[index].name = name(all[index], number) }
      }
      return named
    }
  }
}

/// Reads submissions from folders and archives. Symbolic links are not followed, nothing is
/// executed, and of an archive only the files that count are unpacked.
struct SubmissionReader {
  /// The files that were handed out, by their paths from the package's root.
  let wanted: Set<String>
  /// Places that hold no submission: where the grades go, and hidden tests.
  var skipped: [URL] = []
  /// The same paths by how they read in small letters.
  private let standard: [String: String]
  /// The path that a file's name stands for, where it stands for one only: a course site hands on
  /// what people upload as loose files.
  private let loose: [String: String]

  /// - Parameter course: its released files are the ones that count.
  init(_ course: Course) {
    wanted = Set(course.releasedFiles().map(\.path))
    standard = Dictionary(wanted.map { ($0.lowercased(), $0) }) { first, _ in first }
    loose = Dictionary(grouping: wanted) { Self.fileName($0).lowercased() }
      .compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// What stands at some paths, each with a name of its own.
  func submissions(at paths: [String]) throws -> [Submission] {
    try paths.flatMap { try submissions(at: $0) }.distinct
  }

  /// What stands at a path: one submission or a folder of many, in the order of their names.
  ///
  /// - Throws: `UserError` where there is none.
  func submissions(at path: String) throws -> [Submission] {
    let url = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
    if let archive = archive(at: url) { return [read(archive)] }
    switch fileType(of: url) {
    case FileAttributeType.typeDirectory: break
    case FileAttributeType.typeRegular:
      throw UserError(
        "\(path) is no submission; name an exercises/ folder, a .zip, .tar.gz or .tgz archive "
          + "of it, or a folder of many")
    default: throw UserError("\(path) is not there; name a folder or an archive")
    }
    if let exercises = exercisesFolder(directlyIn: url) {
      let isItself = exercises.path == url.path && url.lastPathComponent == "exercises"
      return [read(exercises, of: isItself ? url.deletingLastPathComponent() : url)]
    }
    let children = children(of: url)
    let names = fileNames(children.map { archive(at: $0)?.name ?? $0.lastPathComponent })
    let found = children.compactMap { child in
      if let archive = archive(at: child) { return read(archive) }
      return isFolder(child) && !holdsGrades(child, of: names) ? read(folder: child) : nil
    }.distinct
    if found.isEmpty, let one = readLoose(children.map(\.lastPathComponent), in: url) {
      return [one]
    }
    if found.allSatisfy({ $0.refusal != nil && $0.files.isEmpty }) {
      throw UserError("\(path) holds no submission: no exercises/ folder and no archive of one")
    }
    return found
  }

  // MARK: Folders

  /// What systems put beside people's files.
  private static let junk: Set = ["__MACOSX", "@eaDir", "$RECYCLE.BIN", "lost+found"]

  /// What a folder holds, without that, and without what is no submission.
  private func children(of folder: URL) -> [URL] {
    let hidden = Set(skipped.map(\.standardizedFileURL.path))
    return PackageFolder(root: folder).names(in: "").filter { !Self.junk.contains($0) }
      .map(folder.appendingPathComponent).filter { !hidden.contains($0.path) }
  }

  /// Whether a folder is what `--output` made: its files are named after the others beside it.
  private func holdsGrades(_ folder: URL, of names: [String]) -> Bool {
    let endings = GradeFormat.allCases.map(\.fileExtension)
    let files = children(of: folder)
    return !files.isEmpty
      && files.allSatisfy { file in
        (names + ["grades"]).contains(file.deletingPathExtension().lastPathComponent)
          && endings.contains(file.pathExtension)
      }
  }

  private func isFolder(_ url: URL) -> Bool { fileType(of: url) == .typeDirectory }
  private func archive(at url: URL) -> Archive? {
    fileType(of: url) == .typeRegular ? Archive(url) : nil
  }

  /// The folder's exercises/, or the folder itself where it holds the chapters' folders.
  private func exercisesFolder(directlyIn url: URL) -> URL? {
    let inner = url.appendingPathComponent("exercises")
    if isFolder(inner) { return inner }
    return chapterFolders.contains { isFolder(url.appendingPathComponent($0)) } ? url : nil
  }

  /// The same in the folder or, where it holds one folder only, further down.
  private func exercisesFolder(in url: URL, depth: Int) -> URL? {
    if let found = exercisesFolder(directlyIn: url) { return found }
    let folders = children(of: url).filter(isFolder)
    guard depth > 0, folders.count == 1 else { return nil }
    return exercisesFolder(in: folders[0], depth: depth - 1)
  }

  /// One person's folder: with exercises/ in it, with an archive, or with loose files.
  private func read(folder: URL) -> Submission {
    if let exercises = exercisesFolder(in: folder, depth: 3) { return read(exercises, of: folder) }
    let files = files(below: folder)
    let archives = files.map(folder.appendingPathComponent).compactMap(archive)
    if archives.count == 1 { return read(archives[0], of: folder) }
    if archives.isEmpty, let loose = readLoose(files, in: folder) { return loose }
    let problem =
      archives.isEmpty ? "no exercises/ folder." : "\(archives.count) archives; leave one."
    return Submission(
      name: folder.lastPathComponent, place: folder, refusal: "it holds \(problem)")
  }

  private func read(_ exercises: URL, of folder: URL) -> Submission {
    var submission = Submission(name: folder.lastPathComponent, place: folder)
    let files = files(below: exercises).map { (member: $0, path: "exercises/\($0)") }
    for (file, path) in places(among: files, in: &submission) {
      submission.take(path, at: exercises.appendingPathComponent(file))
    }
    return submission
  }

  /// Files that count by their names; nil where there is none.
  private func readLoose(_ files: [String], in folder: URL) -> Submission? {
    var submission = Submission(name: folder.lastPathComponent, place: folder)
    do throws(UserError) {
      let places = try loosePlaces(among: files, in: &submission)
      if places.isEmpty, submission.problems.isEmpty { return nil }
      for (file, path) in places {
        submission.take(path, at: folder.appendingPathComponent(file))
      }
    } catch { submission.refusal = error.message }
    return submission
  }

  /// The files below a folder by their paths in it; a few thousand of them at most.
  private func files(below folder: URL) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let inner = folders.popLast(), found.count < 5000 {
      for name in PackageFolder(root: folder).names(in: inner) {
        let path = inner.isEmpty ? name : "\(inner)/\(name)"
        if !isFolder(folder.appendingPathComponent(path)) {
          found.append(path)
        } else if path.split(separator: "/").count < 4 {
          folders.append(path)
        }
      }
    }
    return found.sorted()
  }

  // MARK: What counts

  /// A file and the path that it stands for.
  private typealias Place = (member: String, path: String)

  private var chapterFolders: Set<String> {
    Set(wanted.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
  }

  /// `Blend.swift` for `Blend-1.swift`, `Blend (1).swift`, `Blend copy.swift` and
  /// `Blend.swift.txt`: course sites, browsers and desktops rename so. Any other name as it is.
  private static func original(_ name: String) -> String {
    let pattern = /(.+?)(?: ?\(\d+\)|[-_ ]\d+|(?: -)? [Cc]opy)*\.swift(?:\.txt)?/
    guard name.utf8.count < 256, let match = name.wholeMatch(of: pattern) else { return name }
    return "\(match.1).swift"
  }

  /// The files among some that count, in the order of their paths: those that were handed out, also
  /// by a name that a course site gave them, and others in a chapter's folder.
  private func places(among files: [Place], in submission: inout Submission) -> [Place] {
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
    return parts.count > 2 && chapterFolders.contains(parts[1]) && path.hasSuffix(".swift")
      && path.allSatisfy { $0.isLetter || $0.isNumber || "/_+-. ".contains($0) }
  }

  /// Those among some files that count by their names alone.
  ///
  /// - Throws: where two have the same name: nobody can say which one counts.
  private func loosePlaces(
    among files: [String], in submission: inout Submission
  ) throws(UserError) -> [Place] {
    let candidates: [Place] = files.compactMap { file in
      let name = Self.fileName(file)
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

  private static func repeated(_ places: [Place]) -> String? {
    Dictionary(grouping: places, by: \.path).filter { $1.count > 1 }.keys.min()
  }

  // MARK: Archives

  private func read(_ archive: Archive, of folder: URL? = nil) -> Submission {
    let (name, place) = (folder?.lastPathComponent ?? archive.name, folder ?? archive.url)
    var submission = Submission(name: name, place: place)
    do {
      let members = try archive.members()
      let files = members.compactMap { member in
        path(of: archive.plainName(member)).map { (member: member, path: $0) }
      }
      var places = places(among: files, in: &submission)
      if Self.repeated(places) != nil {
        throw UserError("it holds several exercises/ folders; unpack it, a folder for each person.")
      }
      if places.isEmpty, submission.problems.isEmpty {
        places = try loosePlaces(among: members, in: &submission)
        if places.isEmpty { throw UserError("it holds no exercises/ folder.") }
      }
      for (path, data) in try archive.contents(of: places) { submission.take(path, data) }
    } catch {
      let problem = (error as? UserError)?.message ?? "it cannot be unpacked."
      return Submission(name: name, place: place, refusal: problem)
    }
    return submission
  }

  /// The path from the package's root that a member of an archive stands for; nil for what is in no
  /// exercises/. The archive may also begin with the chapters' folders.
  private func path(of member: String) -> String? {
    let parts = member.split(separator: "/").filter { $0 != "." }.map(String.init)
    if parts.contains(where: { $0.hasPrefix(".") || Self.junk.contains($0) }) { return nil }
    let start =
      parts.first.map(chapterFolders.contains) ?? false
      ? 0 : parts.lastIndex(of: "exercises").map { $0 + 1 }
    return start.map { "exercises/" + parts[$0...].joined(separator: "/") }
  }
}

/// A file's bytes, without following a link or waiting for a pipe; nil where it is too large or
/// cannot be read.
func plainContents(of url: URL, upTo limit: Int) -> Data? {
  let descriptor = open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
    status.st_size <= limit
  else { return nil }
  return try? handle.read(upToCount: limit + 1) ?? Data()
}
