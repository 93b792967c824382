import Foundation

extension Command {
  package static let watch = Command(
    name: "watch", summary: "checks now and at each save, until Ctrl-C",
    usage: "course watch [CHAPTER | EXERCISE] [--mine]", example: "swift run course watch",
    flags: [Flag(name: "--mine", help: "builds on your earlier chapters, not on the solutions")],
    positionals: 0...1
  ) { arguments in
    var watch = Watch(arguments, folder: try .containing())
    defer { Keys.stopListening() }
    try watch.run()
    return .done
  }
}

/// Checks at each save, and does what a key asks for.
private struct Watch {
  let arguments: ParsedArguments
  let folder: PackageFolder
  let word: String?
  var watcher: FileWatcher

  var terminal: Terminal { arguments.terminal }

  init(_ arguments: ParsedArguments, folder: PackageFolder) {
    (self.arguments, self.folder, word) = (arguments, folder, arguments.positionals.first)
    // First, so that no save is missed once it has said that it watches.
    watcher = FileWatcher(folder: folder, below: "exercises")
  }

  mutating func run() throws {
    let course = try Course(folder)
    let selection = try word.map { try course.selection($0) }
    let hasKeys = terminal.isInteractive && Keys.listen()
    let end = hasKeys ? Self.keys : "Ctrl-C ends this."
    terminal.printWrapped("Watching exercises/. Save a file and it is checked; \(end)")
    // Where the reader stands, so that the next check shows what a save has changed.
    if let chapter = try selection?.0 ?? course.firstUnfinishedChapter() {
      check(chapter, selection?.1, of: course)
    }
    while let event = watcher.next() {
      // The course is read again: markers, hints and tests may have changed with the files.
      do { try answer(event, in: Course(folder)) } catch let error as UserError {
        terminal.complain(error)
      }
      if hasKeys { terminal.printWrapped(Self.keys, .dim) }
    }
  }

  private static let keys = "n checks the next exercise, h hints, s shows the solution, q quits."

  private func answer(_ event: FileWatcher.Event, in course: Course) throws {
    switch event {
    case .saved(let files):
      let selection = try word.map { try course.selection($0) }
      let chapter = selection?.0 ?? files.firstChapter(of: course)
      guard let chapter, !chapter.exercises.isEmpty else { return }
      terminal.print("\n" + terminal.styled(String(repeating: "─", count: 40), .dim))
      terminal.printWrapped(files.sorted().joined(separator: ", "), hanging: 2)
      check(chapter, selection?.1, of: course)
    case .pressed("n"):
      let exercise = try course.exerciseAtHand()
      check(try course.chapter(exercise.number.chapter), exercise, of: course)
    case .pressed("h"): try show(.hint, in: course)
    case .pressed("s"): try show(.solution, in: course)
    case .pressed: return
    }
  }

  /// Shows something of the exercise that is watched, or of the next.
  private func show(_ command: Command, in course: Course) throws {
    let named = try word.flatMap { try course.selection($0).1 }
    let number = try (named ?? course.exerciseAtHand()).number
    terminal.print()
    _ = try command.run(ParsedArguments(["\(number)"], for: command, terminal: terminal))
  }

  private func check(_ chapter: Chapter, _ exercise: Exercise?, of course: Course) {
    Check(course: course, terminal: terminal, isOnMine: arguments.has("--mine"))
      .watch(chapter, exercise)
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

  enum Event: Equatable {
    case saved(Set<String>)
    case pressed(Character)
  }

  /// Waits for a key, or for a change and on until a look finds nothing new, so that a save in several
  /// steps counts once. Nil after `q`.
  mutating func next(interval: Double = 0.3) -> Event? {
    var changed: Set<String> = []
    while true {
      if !changed.isEmpty {
        Thread.sleep(forTimeInterval: interval / 3)
      } else if let key = Keys.next(within: interval)?.lowercased() {
        return key == "q" ? nil : .pressed(Character(key))
      }
      let more = changes()
      if more.isEmpty && !changed.isEmpty { return .saved(changed) }
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
