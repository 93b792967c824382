/// The chapters and exercises, found by reading chapters/, solutions/ and exercises/. There is no
/// registry: a folder is a chapter, a marker is an exercise.
package struct Course: Sendable {
  package let folder: PackageFolder
  package let chapters: [Chapter]

  package init(_ folder: PackageFolder) throws {
    self.folder = folder
    chapters = try folder.names(in: "solutions").compactMap { try Chapter($0, in: folder) }
      .sorted { $0.number < $1.number }
  }

  /// The course that holds the current folder.
  package static func here() throws -> Course { try Course(PackageFolder.containing()) }

  package var exercises: [Exercise] { chapters.flatMap(\.exercises) }
}

/// One chapter: its text, its solution files, its exercises.
package struct Chapter: Sendable {
  package let number: Int
  /// `02-the-vanilla-rnn`, the name that it has everywhere.
  package let name: String
  /// Nil where the chapter is not written.
  package let text: ChapterText?
  package let solutionFiles: [SolutionFile]
  /// In the order of their numbers.
  package internal(set) var exercises: [Exercise]

  /// The chapter's title, or its folder's name where the chapter is not written.
  package var title: String { text?.title ?? name }
  package var textPath: String { "chapters/\(name).md" }
  /// `Chapter02Tests`.
  package var suite: String { number < 10 ? "Chapter0\(number)Tests" : "Chapter\(number)Tests" }

  /// Nil for a folder without a number.
  package init?(_ name: String, in folder: PackageFolder) throws {
    let digits = name.prefix { $0 != "-" }
    guard digits.count >= 2, digits.count < name.count, let number = wholeNumber(digits) else {
      return nil
    }
    let text = try folder.text("chapters/\(name).md").map {
      ChapterText(path: "chapters/\(name).md", text: $0)
    }
    let files = try folder.swiftFiles(below: "solutions/\(name)").map {
      SolutionFile(path: $0, text: try folder.text($0) ?? "")
    }
    self.number = number
    self.name = name
    self.text = text
    solutionFiles = files
    exercises = files.flatMap { file in
      file.exercises.map { marked in
        Exercise(
          solution: marked, solutionPath: file.path,
          section: text?.exercises.first { $0.number == marked.marker.number })
      }
    }.sorted { $0.number < $1.number }
  }
}

/// One exercise: its place in solutions/ and exercises/, and its section in the chapter.
package struct Exercise: Sendable {
  package let solution: SolutionFile.MarkedExercise
  /// `solutions/02-the-vanilla-rnn/RNNCell.swift`.
  package let solutionPath: String
  /// Nil where the chapter does not have it.
  package let section: ChapterText.Section?

  package var number: ExerciseNumber { solution.marker.number }
  package var points: Int { solution.marker.worth.points }
  /// Whether its tests train: a check of the whole chapter passes over it.
  package var isLong: Bool { solution.marker.worth.isLong }
  package var title: String { section?.title ?? solution.marker.subject }
  /// The reader's file: `exercises/02-the-vanilla-rnn/RNNCell.swift`.
  package var path: String { SolutionFile.releasedPath(of: solutionPath) }
}

extension Course {
  /// Every file of exercises/ as it is released, by its path.
  package func releasedFiles() -> [(path: String, text: String)] {
    chapters.flatMap { chapter in
      chapter.solutionFiles.map {
        (SolutionFile.releasedPath(of: $0.path), released($0, of: chapter))
      }
    }
  }

  package func released(_ file: SolutionFile, of chapter: Chapter) -> String {
    let sections = chapter.text?.exercises ?? []
    let titles = Dictionary(
      sections.map { ($0.number, $0.title) }, uniquingKeysWith: { first, _ in first })
    return Release.text(of: file, chapter: chapter.textPath, titles: titles)
  }
}
