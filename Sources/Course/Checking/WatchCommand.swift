import Foundation

extension Command {
  package static let watch = Command(
    name: "watch", summary: "checks now and at each save, until Ctrl-C",
    usage: "course watch [CHAPTER | EXERCISE] [--mine]", example: "swift run course watch",
    flags: [Flag(name: "--mine", help: "builds on your earlier chapters, not on the solutions")],
    positionals: 0...1
  ) { arguments in
    let course = try Course.here()
    let isOnMine = arguments.has("--mine")
    let selection = try arguments.positionals.first.map { try course.selection($0) }
    let terminal = arguments.terminal
    // First, so that no save is missed once it has said that it watches.
    var watcher = FileWatcher(folder: course.folder, below: "exercises")
    terminal.printWrapped("Watching exercises/. Save a file and it is checked; Ctrl-C ends this.")
    // Where the reader stands, so that the next check shows what a save has changed.
    if let chapter = try selection?.0 ?? course.firstUnfinishedChapter() {
      Check(course: course, terminal: terminal, isOnMine: isOnMine).watch(chapter, selection?.1)
    }
    while true {
      let saved = watcher.waitForChange()
      // The course is read again: markers, hints and tests may have changed with the files.
      let course = try Course(course.folder)
      let chapter = selection?.0 ?? saved.firstChapter(of: course)
      guard let chapter, !chapter.exercises.isEmpty else { continue }
      terminal.print("\n" + terminal.styled(String(repeating: "─", count: 40), .dim))
      terminal.printWrapped(saved.sorted().joined(separator: ", "), hanging: 2)
      Check(course: course, terminal: terminal, isOnMine: isOnMine).watch(chapter, selection?.1)
    }
  }
}

extension Check {
  /// A check that a watch goes on after, whatever comes of it.
  fileprivate func watch(_ chapter: Chapter, _ exercise: Exercise?) {
    terminal.print()
    do {
      _ = try run(chapter, only: exercise)
    } catch let error as UserError {
      terminal.complain(error)
    } catch {
      terminal.complain(UserError("the check could not be made: \(error.localizedDescription)"))
    }
  }
}

extension Set<String> {
  fileprivate func firstChapter(of course: Course) -> Chapter? {
    course.chapters.first { chapter in contains { $0.hasPrefix("exercises/\(chapter.name)/") } }
  }
}

/// Sees which files change by looking at their modification times, which works on every file
/// system.
struct FileWatcher {
  /// What is compared: an editor may save within the time's resolution, or bring back an old time.
  struct Stamp: Equatable {
    let modified: Date
    let size: Int
  }

  let folder: PackageFolder
  let path: String
  private var stamps: [String: Stamp]

  init(folder: PackageFolder, below path: String) {
    self.folder = folder
    self.path = path
    stamps = Self.stamps(in: folder, below: path)
  }

  /// The files that changed, came or went since the last call.
  mutating func changes() -> Set<String> {
    let now = Self.stamps(in: folder, below: path)
    let names = Set(now.keys).union(stamps.keys)
    let changed = names.filter { now[$0] != stamps[$0] }
    stamps = now
    return changed
  }

  /// Waits for a change, and on until a look finds nothing new, so that a save in several steps
  /// counts once.
  mutating func waitForChange(interval: Double = 0.3) -> Set<String> {
    var changed: Set<String> = []
    while true {
      Thread.sleep(forTimeInterval: changed.isEmpty ? interval : interval / 3)
      let more = changes()
      if more.isEmpty && !changed.isEmpty { return changed }
      changed.formUnion(more)
    }
  }

  private static func stamps(in folder: PackageFolder, below path: String) -> [String: Stamp] {
    folder.swiftFiles(below: path).reduce(into: [:]) { stamps, file in
      let found = try? FileManager.default.attributesOfItem(atPath: folder.url(file).path)
      guard let found, let modified = found[.modificationDate] as? Date else { return }
      stamps[file] = Stamp(modified: modified, size: found[.size] as? Int ?? 0)
    }
  }
}
