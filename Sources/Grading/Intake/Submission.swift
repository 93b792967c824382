import Course
import Foundation

/// What somebody handed in, as far as it counts: the release's files and nothing else.
struct Submission: Equatable, Sendable {
  let name: String
  /// Their texts by their paths from the package's root, `exercises/02-the-vanilla-rnn/….swift`.
  var files: [String: String] = [:]
  var notes: [String] = []
  /// Why nothing of it can be graded.
  var refusal: String?

  /// Larger files are not read: the longest that was handed out has 5 kB.
  static let sizeLimit = 256 << 10

  /// Takes a file's bytes, or notes why not.
  fileprivate mutating func take(_ path: String, _ data: Data?) {
    guard let data, data.count <= Self.sizeLimit else {
      return notes.append("\(path) cannot be read or is larger than \(Self.sizeLimit >> 10) kB.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      return notes.append("\(path) is not UTF-8; it was not read.")
    }
    files[path] = text
  }

  fileprivate mutating func noteLoose(_ count: Int) {
    let files = count == 1 ? "file was taken by its name" : "files were taken by their names"
    notes.append("\(count) loose \(files): there is no exercises/ folder.")
  }

  fileprivate mutating func noteIgnored(_ others: [String]) {
    guard let first = others.first else { return }
    let more = others.count > 1 ? " and \(counted(others.count - 1, "other file"))" : ""
    notes.append("\(first)\(more) ignored: only the files that were handed out are graded.")
  }
}

/// Reads submissions from folders and archives. Symbolic links are not followed, nothing is
/// executed, and of an archive only the files that count are unpacked.
struct SubmissionReader {
  /// The files that count, by their paths from the package's root.
  let wanted: Set<String>
  /// The path that a file's name stands for, where it stands for one only: a course site hands on
  /// what people upload as loose files.
  private let loose: [String: String]

  /// - Parameter course: its released files are the ones that count.
  init(_ course: Course) {
    wanted = Set(course.releasedFiles().map(\.path))
    loose = Dictionary(grouping: wanted, by: Self.fileName).compactMapValues {
      $0.count == 1 ? $0[0] : nil
    }
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
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
      let folder = isItself ? url.deletingLastPathComponent() : url
      return [read(exercises, name: folder.lastPathComponent)]
    }
    let children = PackageFolder(root: url).names(in: "").map(url.appendingPathComponent)
    let found = children.compactMap { child in
      archive(at: child).map { read($0) } ?? (isFolder(child) ? read(folder: child) : nil)
    }
    if found.isEmpty, let one = readLoose(children.map(\.lastPathComponent), in: url) {
      return [one]
    }
    if found.allSatisfy({ $0.refusal != nil && $0.files.isEmpty }) {
      throw UserError("\(path) holds no submission: no exercises/ folder and no archive of one")
    }
    return found
  }

  // MARK: Folders

  private func isFolder(_ url: URL) -> Bool { fileType(of: url) == .typeDirectory }
  private func archive(at url: URL) -> Archive? {
    fileType(of: url) == .typeRegular ? Archive(url) : nil
  }

  /// The folder's exercises/, or the folder itself where it holds the chapters' folders.
  private func exercisesFolder(directlyIn url: URL) -> URL? {
    let inner = url.appendingPathComponent("exercises")
    if isFolder(inner) { return inner }
    let chapters = Set(wanted.compactMap { $0.split(separator: "/").dropFirst().first })
    return chapters.contains { isFolder(url.appendingPathComponent(String($0))) } ? url : nil
  }

  /// The same in the folder or, where it holds one folder only, further down.
  private func exercisesFolder(in url: URL, depth: Int) -> URL? {
    if let found = exercisesFolder(directlyIn: url) { return found }
    let folders = PackageFolder(root: url).names(in: "").filter { $0 != "__MACOSX" }
      .map(url.appendingPathComponent).filter(isFolder)
    guard depth > 0, folders.count == 1 else { return nil }
    return exercisesFolder(in: folders[0], depth: depth - 1)
  }

  /// One person's folder: with exercises/ in it, with an archive, or with loose files.
  private func read(folder: URL) -> Submission {
    let name = folder.lastPathComponent
    if let exercises = exercisesFolder(in: folder, depth: 3) { return read(exercises, name: name) }
    let files = otherFiles(in: folder)
    let archives = files.map(folder.appendingPathComponent).compactMap(archive)
    if archives.count == 1 { return read(archives[0], name: name) }
    if archives.count > 1 {
      return Submission(name: name, refusal: "it holds \(archives.count) archives; leave one.")
    }
    return readLoose(files, in: folder)
      ?? Submission(name: name, refusal: "it holds no exercises/ folder.")
  }

  /// Files that count by their names; nil where there is none.
  private func readLoose(_ files: [String], in folder: URL) -> Submission? {
    var submission = Submission(name: folder.lastPathComponent)
    do throws(UserError) {
      let places = try loosePlaces(among: files)
      if places.isEmpty { return nil }
      submission.noteLoose(places.count)
      for (file, path) in places {
        submission.take(path, contents(of: folder.appendingPathComponent(file)))
      }
    } catch {
      submission.refusal = error.message
    }
    return submission
  }

  private typealias Places = [(member: String, path: String)]

  /// Those among some files that count by their names alone, in the order of their paths.
  ///
  /// - Throws: where two have the same name: nobody can say which one counts.
  private func loosePlaces(among files: [String]) throws(UserError) -> Places {
    var found: [String: String] = [:]
    for file in files {
      let name = Self.fileName(file)
      if let path = loose[name], found.updateValue(file, forKey: path) != nil {
        throw UserError("it holds \(name) twice and no exercises/ folder.")
      }
    }
    return found.map { (member: $1, path: $0) }.sorted { $0.path < $1.path }
  }

  private func read(_ exercises: URL, name: String) -> Submission {
    var submission = Submission(name: name)
    for path in wanted.sorted() {
      let file = exercises.appendingPathComponent(String(path.dropFirst("exercises/".count)))
      let parents = sequence(first: file) { $0.deletingLastPathComponent() }
        .prefix { $0.path != exercises.path }.dropFirst()
      guard let type = fileType(of: file) else { continue }
      guard type == .typeRegular, parents.allSatisfy(isFolder) else {
        submission.notes.append("\(path) is a link or no plain file; it was not read.")
        continue
      }
      submission.take(path, contents(of: file))
    }
    submission.noteIgnored(otherFiles(in: exercises))
    return submission
  }

  /// A file's bytes, without following a link or waiting for a pipe; nil where it is too large or
  /// cannot be read.
  private func contents(of url: URL) -> Data? {
    let descriptor = open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= Submission.sizeLimit
    else { return nil }
    return try? handle.read(upToCount: Submission.sizeLimit + 1) ?? Data()
  }

  /// Files of exercises/ that do not count, by their paths; a few hundred of them at most.
  private func otherFiles(in exercises: URL) -> [String] {
    var found: [String] = []
    var folders = [""]
    while let folder = folders.popLast(), found.count < 500 {
      for name in PackageFolder(root: exercises).names(in: folder) {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        if isFolder(exercises.appendingPathComponent(path)) {
          if path.split(separator: "/").count < 4 { folders.append(path) }
        } else if !wanted.contains("exercises/\(path)") {
          found.append(path)
        }
      }
    }
    return found.sorted()
  }

  // MARK: Archives

  private func read(_ archive: Archive, name: String? = nil) -> Submission {
    var submission = Submission(name: name ?? archive.name)
    do {
      let members = try archive.members()
      var places = members.compactMap { member in
        // It may begin with the chapters' folders, without exercises/.
        wanted.first { "/\(member)".hasSuffix("/\($0)") || "exercises/\(member)" == $0 }
          .map { (member: member, path: $0) }
      }
      let prefixes = Set(places.map { $0.member.dropLast($0.path.count) })
      if places.isEmpty {
        places = try loosePlaces(among: members)
        if places.isEmpty { throw UserError("it holds no exercises/ folder.") }
        submission.noteLoose(places.count)
      }
      if prefixes.count > 1, Set(places.map(\.path)).count < places.count {
        throw UserError("it holds several exercises/ folders.")
      }
      for (path, data) in try archive.contents(of: places) { submission.take(path, data) }
      let taken = Set(places.map(\.member))
      submission.noteIgnored(
        members.filter {
          $0.hasSuffix(".swift") && $0.contains("exercises/") && !taken.contains($0)
        })
    } catch {
      let problem = (error as? UserError)?.message ?? "it cannot be unpacked."
      return Submission(name: submission.name, refusal: problem)
    }
    return submission
  }
}
