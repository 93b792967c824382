import Course
import Laboratory

/// What code makes for a page of the book: its drawings, and the values of its numbers.
struct PageMaking: Sendable {
  /// The two digits of a chapter, or another name, before the point in the names of values.
  let name: String
  var figures: @Sendable (Course) throws -> [Figure] = { _ in [] }
  var values: @Sendable (Course) throws -> PageValues.List = { _ in [:] }

  /// In the order of the book.
  static let all = [
    PageMaking(
      name: "00", figures: { _ in Chapter00Figures.all() }, values: { _ in Chapter00Values.all() }),
    PageMaking(
      name: "01", figures: { try Chapter01Figures.all(in: $0.folder) },
      values: { try Chapter01Values.all(in: $0.folder) }),
    PageMaking(
      name: "02", figures: { _ in Chapter02Figures.all() }, values: { _ in Chapter02Values.all() }),
    PageMaking(
      name: "03", figures: { _ in Chapter03Figures.all() }, values: { _ in Chapter03Values.all() }),
    PageMaking(
      name: "04", figures: { _ in try Chapter04Figures.all() },
      values: { _ in Chapter04Values.all() }),
    PageMaking(
      name: "05", figures: { _ in Chapter05Figures.all() }, values: { _ in Chapter05Values.all() }),
    PageMaking(
      name: "06", figures: { try Chapter06Figures.all(in: $0.folder) },
      values: { try Chapter06Values.all(in: $0.folder) }),
    PageMaking(
      name: "07", figures: { try Chapter07Figures.all(in: $0.folder) },
      values: { try Chapter07Values.all(in: $0.folder) }),
    PageMaking(
      name: "08", figures: { try Chapter08Figures.all(in: $0.folder) },
      values: { try Chapter08Values.all(in: $0.folder) }),
    PageMaking(name: "notes", values: { _ in NotesValues.all() }),
    PageMaking(
      name: "09", figures: { try Chapter09Figures.all(in: $0.folder) },
      values: { try Chapter09Values.all(in: $0.folder) }),
    PageMaking(
      name: "10", figures: { try Chapter10Figures.all(in: $0.folder) },
      values: { try Chapter10Values.all(in: $0.folder) }),
    PageMaking(
      name: "11", figures: { try Chapter11Figures.all(in: $0.folder) },
      values: { try Chapter11Values.all(in: $0.folder) }),
    PageMaking(
      name: "12", figures: { try Chapter12Figures.all(in: $0.folder) },
      values: { try Chapter12Values.all(in: $0.folder) }),
    PageMaking(
      name: "13", figures: { try Chapter13Figures.all(in: $0.folder) },
      values: { try Chapter13Values.all(in: $0.folder) }),
    PageMaking(
      name: "14", figures: { try Chapter14Figures.all(in: $0.folder) },
      values: { try Chapter14Values.all(in: $0.folder) }),
    PageMaking(
      name: "15", figures: { try Chapter15Figures.all(in: $0.folder) },
      values: { try Chapter15Values.all(in: $0.folder) }),
    PageMaking(
      name: "16", figures: { try Chapter16Figures.all(in: $0.folder) },
      values: { try Chapter16Values.all(in: $0.folder) }),
    PageMaking(
      name: "17", figures: { try Chapter17Figures.all(in: $0.folder) },
      values: { try Chapter17Values.all(in: $0.folder) }),
    PageMaking(
      name: "going-fast", figures: { try GrowthFigures.all(in: $0.folder) },
      values: { try GoingFastValues.all(in: $0.folder) }),
    PageMaking(
      name: "course", figures: { try DashboardFigures.all(of: $0) },
      values: { try CourseValues.all(of: $0) }),
  ]
}

extension Course {
  /// Every figure of the book and of the README, chapter by chapter. Drawing is deterministic: the
  /// same code gives the same text.
  func figures() throws -> [Figure] { try PageMaking.all.flatMap { try $0.figures(self) } }

  /// What is missing of a chapter where code lists what it has of each.
  func unlistedChapters() -> [SourceProblem] {
    chapters.flatMap { chapter in
      let digits = String(chapter.name.prefix { $0 != "-" })
      let isListed = [
        "Authoring": PageMaking.all.contains { $0.name == digits },
        "Laboratory": ChapterLaboratory.all.contains { $0.chapter == chapter.number },
      ]
      return isListed.filter { !$0.value }.keys.sorted().map { module in
        SourceProblem(
          "Sources/\(module)/Commands/Chapters.swift", nil,
          "lists nothing of chapter \(digits); add it")
      }
    }
  }
}

/// What the course has, counted.
enum CourseValues {
  static func all(of course: Course) throws -> PageValues.List {
    func total(_ chapters: ClosedRange<Int>) -> [Int] {
      let exercises = course.exercises.filter { chapters.contains($0.number.chapter) }
      return [exercises.count, exercises.map(\.points).reduce(0, +)]
    }
    var values: PageValues.List = [
      "exercises": total(0...99)[0], "points": total(0...99)[1], "chapters-0-1": total(0...1),
      "hundreds-of-mistakes": try course.mutants().count / 100 * 100,
      "hostile": course.folder.names(in: "Tests/Submissions/hostile").count,
    ]
    for chapter in course.chapters.map(\.number) where chapter > 1 {
      values["chapter-\(chapter)"] = total(chapter...chapter)
    }
    return values
  }
}
