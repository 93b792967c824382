import Course
import Foundation

/// Reads submissions from folders and archives. Symbolic links are not followed, nothing is
/// executed, and of an archive only the files that count are unpacked.
struct SubmissionReader {
  let counted: CountedFiles
  /// Places that hold no submission: where the grades go, and hidden tests.
  var skipped: [URL] = []

  /// - Parameter course: its released files are the ones that count.
  init(_ course: Course) { counted = CountedFiles(Set(course.releasedFiles().map(\.path))) }

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
    let names = fileNames(children.map(person))
    var found = children.compactMap { child in
      if let archive = archive(at: child) { return read(archive) }
      return isFolder(child) && !holdsGrades(child, of: names) ? read(folder: child) : nil
    }
    let people = Set(found.filter { $0.refusal == nil }.map(\.name))
    found.removeAll { $0.refusal != nil && people.contains($0.name) && isTypedOnSite($0.place) }
    found = (found + readFlat(children, in: url)).distinct
    if found.isEmpty, let one = readLoose(children.map(\.lastPathComponent), in: url) {
      return [one]
    }
    if found.allSatisfy({ $0.refusal != nil && $0.files.isEmpty }) {
      throw UserError("\(path) holds no submission: no exercises/ folder and no archive of one")
    }
    return found
  }

  // MARK: Names

  /// Whose an archive, a folder or a file of a class is: its name, without what a course site added.
  private func person(_ url: URL) -> String {
    let name = archive(at: url)?.name ?? url.lastPathComponent
    guard let site = SiteName(name), site.file.isEmpty == isFolder(url) else { return name }
    return site.person
  }

  /// Whether Moodle put there what somebody typed, beside the folder of what was uploaded.
  private func isTypedOnSite(_ url: URL) -> Bool {
    url.lastPathComponent.contains("_assignsubmission_onlinetext")
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
    return counted.chapterFolders.contains { isFolder(url.appendingPathComponent($0)) } ? url : nil
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
    return Submission(name: person(folder), place: folder, refusal: "it holds \(problem)")
  }

  private func read(_ exercises: URL, of folder: URL) -> Submission {
    var submission = Submission(name: person(folder), place: folder)
    let files = files(below: exercises).map { (member: $0, path: "exercises/\($0)") }
    for (file, path) in counted.places(among: files, in: &submission) {
      submission.take(path, at: exercises.appendingPathComponent(file))
    }
    return submission
  }

  /// What a course site put into one folder for everybody: a person's loose files together.
  private func readFlat(_ children: [URL], in folder: URL) -> [Submission] {
    let files = children.filter { !isFolder($0) && archive(at: $0) == nil }
      .map(\.lastPathComponent)
    let sites = Dictionary(files.map { ($0, SiteName($0)) }) { first, _ in first }
      .compactMapValues { $0 }.filter { !$1.file.isEmpty }
    let owners = Dictionary(grouping: sites.keys.sorted()) { sites[$0]?.owner ?? "" }
    let read = owners.sorted { $0.key < $1.key }.map { _, own in
      var one =
        readLoose(own, called: sites.mapValues(\.file), in: folder)
        ?? Submission(name: "", refusal: "it holds no exercises/ folder.")
      one.place = folder.appendingPathComponent(own[0])
      one.name = person(one.place)
      return one
    }
    return read.contains { $0.refusal == nil } ? read : []
  }

  /// Files that count by their names; nil where there is none.
  private func readLoose(
    _ files: [String], called names: [String: String] = [:], in folder: URL
  ) -> Submission? {
    var submission = Submission(name: person(folder), place: folder)
    do throws(UserError) {
      let places = try counted.loosePlaces(among: files, called: names, in: &submission)
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

  // MARK: Archives

  private func read(_ archive: Archive, of folder: URL? = nil) -> Submission {
    let place = folder ?? archive.url
    var submission = Submission(name: person(place), place: place)
    do {
      let members = try archive.members()
      let files = members.compactMap { member in
        path(of: archive.plainName(member)).map { (member: member, path: $0) }
      }
      var places = counted.places(among: files, in: &submission)
      if CountedFiles.repeated(places) != nil {
        throw UserError("it holds several exercises/ folders; unpack it, a folder for each person.")
      }
      if places.isEmpty, submission.problems.isEmpty {
        places = try counted.loosePlaces(among: members, in: &submission)
        if places.isEmpty { throw UserError("it holds no exercises/ folder.") }
      }
      for (path, data) in try archive.contents(of: places) { submission.take(path, data) }
    } catch {
      let problem = (error as? UserError)?.message ?? "it cannot be unpacked."
      return Submission(name: person(place), place: place, refusal: problem)
    }
    return submission
  }

  /// The path from the package's root that a member of an archive stands for; nil for what is in no
  /// exercises/. The archive may also begin with the chapters' folders.
  private func path(of member: String) -> String? {
    let parts = member.split(separator: "/").filter { $0 != "." }.map(String.init)
    if parts.contains(where: { $0.hasPrefix(".") || Self.junk.contains($0) }) { return nil }
    let start =
      parts.first.map(counted.chapterFolders.contains) ?? false
      ? 0 : parts.lastIndex(of: "exercises").map { $0 + 1 }
    return start.map { "exercises/" + parts[$0...].joined(separator: "/") }
  }
}
