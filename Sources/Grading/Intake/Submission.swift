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
}

/// Reads submissions from folders and archives. Symbolic links are not followed, nothing is
/// executed, and of an archive only the files that count are unpacked.
struct SubmissionReader {
  /// The files that count, by their paths from the package's root.
  let wanted: Set<String>
  private let loose: LooseFiles

  /// - Parameter course: its released files are the ones that count.
  init(_ course: Course) {
    wanted = Set(course.releasedFiles().map(\.path))
    loose = LooseFiles(wanted)
  }

  /// What stands at a path: one submission or a folder of many, in the order of their names.
  ///
  /// - Throws: `UserError` where there is none.
  func submissions(at path: String) throws -> [Submission] {
    let url = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
    switch kind(of: url) {
    case .file:
      guard Archive.isOne(url) else {
        throw UserError(
          "\(path) is no submission; name an exercises/ folder, a .zip, .tar.gz or .tgz archive "
            + "of it, or a folder of many")
      }
      return [read(archive: url)]
    case .folder: break
    case .other, .none: throw UserError("\(path) is not there; name a folder or an archive")
    }
    if let exercises = exercisesFolder(directlyIn: url) {
      let isItself = exercises.path == url.path && url.lastPathComponent == "exercises"
      let name =
        isItself ? url.deletingLastPathComponent().lastPathComponent : url.lastPathComponent
      return [read(exercises, name: name)]
    }
    let children = PackageFolder(root: url).names(in: "").map(url.appendingPathComponent)
    let people = children.filter { kind(of: $0) == .folder || isArchive($0) }
    if people.isEmpty, let one = readLoose(children.map(\.lastPathComponent), in: url) {
      return [one]
    }
    let found = people.map { isArchive($0) ? read(archive: $0) : read(folder: $0) }
    if !found.contains(where: { $0.refusal == nil }) && found.allSatisfy({ $0.files.isEmpty }) {
      throw UserError("\(path) holds no submission: no exercises/ folder and no archive of one")
    }
    return found
  }

  // MARK: Folders

  private enum Kind { case file, folder, other, none }

  /// What stands there itself: a link is neither a file nor a folder.
  private func kind(of url: URL) -> Kind {
    var status = stat()
    guard lstat(url.path, &status) == 0 else { return .none }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  private func isArchive(_ url: URL) -> Bool { Archive.isOne(url) && kind(of: url) == .file }

  /// The folder's exercises/, or the folder itself where it holds the chapters' folders.
  private func exercisesFolder(directlyIn url: URL) -> URL? {
    let inner = url.appendingPathComponent("exercises")
    if kind(of: inner) == .folder { return inner }
    let chapters = Set(wanted.compactMap { $0.split(separator: "/").dropFirst().first })
    let holdsChapter = chapters.contains {
      kind(of: url.appendingPathComponent(String($0))) == .folder
    }
    return holdsChapter ? url : nil
  }

  /// The same in the folder or, where it holds one folder only, further down.
  private func exercisesFolder(in url: URL, depth: Int) -> URL? {
    if let found = exercisesFolder(directlyIn: url) { return found }
    let folders = PackageFolder(root: url).names(in: "").filter { $0 != "__MACOSX" }
      .map { url.appendingPathComponent($0) }.filter { kind(of: $0) == .folder }
    guard depth > 0, folders.count == 1 else { return nil }
    return exercisesFolder(in: folders[0], depth: depth - 1)
  }

  /// One person's folder: with exercises/ in it, with an archive, or with loose files.
  private func read(folder: URL) -> Submission {
    let name = folder.lastPathComponent
    if let exercises = exercisesFolder(in: folder, depth: 3) { return read(exercises, name: name) }
    let files = otherFiles(in: folder)
    let archives = files.map(folder.appendingPathComponent).filter(isArchive)
    if archives.count == 1 { return read(archive: archives[0], name: name) }
    if archives.count > 1 {
      return Submission(name: name, refusal: "it holds \(archives.count) archives; leave one.")
    }
    return readLoose(files, in: folder)
      ?? Submission(name: name, refusal: "it holds no exercises/ folder.")
  }

  /// Files that count by their names; nil where there is none.
  private func readLoose(_ files: [String], in folder: URL) -> Submission? {
    var submission = Submission(name: folder.lastPathComponent)
    do throws(ArchiveProblem) {
      let places = try loose.places(among: files)
      if places.isEmpty { return nil }
      submission.notes.append(LooseFiles.note(places.count))
      for (file, path) in places {
        submission.take(path, contents(of: folder.appendingPathComponent(file)))
      }
    } catch {
      submission.refusal = error.sentence
    }
    return submission
  }

  private func read(_ exercises: URL, name: String) -> Submission {
    var submission = Submission(name: name)
    for path in wanted.sorted() {
      let parts = path.split(separator: "/").dropFirst().map(String.init)
      let file = parts.reduce(exercises) { $0.appendingPathComponent($1) }
      let parents = parts.indices.dropFirst().map { count in
        parts[..<count].reduce(exercises) { $0.appendingPathComponent($1) }
      }
      if kind(of: file) == .none { continue }
      guard parents.allSatisfy({ kind(of: $0) == .folder }), kind(of: file) == .file else {
        submission.notes.append("\(path) is a link or no plain file; it was not read.")
        continue
      }
      submission.take(path, contents(of: file))
    }
    let others = otherFiles(in: exercises)
    submission.noteIgnored(others)
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
      let place = folder.isEmpty ? exercises : exercises.appendingPathComponent(folder)
      for name in PackageFolder(root: place).names(in: "") {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        let isFolder = kind(of: exercises.appendingPathComponent(path)) == .folder
        if isFolder {
          if path.split(separator: "/").count < 4 { folders.append(path) }
        } else if !wanted.contains("exercises/\(path)") {
          found.append(path)
        }
      }
    }
    return found.sorted()
  }

  // MARK: Archives

  private func read(archive url: URL, name: String? = nil) -> Submission {
    let archive = Archive(url)
    let name = name ?? archive.name
    var submission = Submission(name: name)
    do {
      let members = try archive.members()
      var places = members.compactMap { member -> (member: String, path: String)? in
        let path = wanted.first { member == $0 || member.hasSuffix("/\($0)") }
        return path.map { (member, $0) } ?? bare(member)
      }
      let prefixes = Set(places.map { $0.member.dropLast($0.path.count) })
      if places.isEmpty {
        places = try loose.places(among: members)
        if places.isEmpty { throw ArchiveProblem("it holds no exercises/ folder.") }
        submission.notes.append(LooseFiles.note(places.count))
      }
      if prefixes.count > 1, Set(places.map(\.path)).count < places.count {
        throw ArchiveProblem("it holds several exercises/ folders.")
      }
      for (path, data) in try archive.contents(of: places) { submission.take(path, data) }
      let taken = Set(places.map(\.member))
      submission.noteIgnored(
        members.filter {
          $0.hasSuffix(".swift") && $0.contains("exercises/") && !taken.contains($0)
        })
    } catch let problem as ArchiveProblem {
      return Submission(name: name, refusal: problem.sentence)
    } catch {
      return Submission(name: name, refusal: "it cannot be unpacked.")
    }
    return submission
  }

  /// A member of an archive that begins with the chapters' folders, without exercises/.
  private func bare(_ member: String) -> (member: String, path: String)? {
    let path = "exercises/\(member)"
    return wanted.contains(path) ? (member, path) : nil
  }
}

extension Submission {
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

  fileprivate mutating func noteIgnored(_ others: [String]) {
    guard let first = others.first else { return }
    let more = others.count > 1 ? " and \(counted(others.count - 1, "other file"))" : ""
    notes.append("\(first)\(more) ignored: only the files that were handed out are graded.")
  }
}
