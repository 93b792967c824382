import Course
import Laboratory
import Widgets

extension Course {
  /// Live figures, figures and chapters that stand in one place and are missing in another.
  func problemsOfWhatPagesShow() throws -> [SourceProblem] {
    try chapters.flatMap(liveFigureProblems) + uncheckedFunctions + figureProblems()
      + readmeProblems()
  }

  /// A live figure stands on its chapter's page, in the laboratory's list, and has a script.
  private func liveFigureProblems(in chapter: Chapter) throws -> [SourceProblem] {
    if folder.names(in: Widget.folder).isEmpty { return [] }
    let text = try folder.text(chapter.textPath) ?? ""
    let shown = text.firstMatch(of: /<!-- widget: \S+ -->/).map { String($0.0) }
    guard let widget = Widget.all.first(where: { $0.chapter == chapter.number }) else {
      return shown.map { line in
        [
          SourceProblem(
            chapter.textPath, nil,
            "has the line \(line), but ChapterLaboratory of chapter \(chapter.number) names no widget"
          )
        ]
      } ?? []
    }
    if shown != widget.line {
      return [SourceProblem(chapter.textPath, nil, "has no line \(widget.line)")]
    }
    let script = "\(Widget.folder)/\(widget.name).js"
    return folder.exists(script) ? [] : [SourceProblem(script, nil, "is missing")]
  }

  /// Each function that a widget calls is compared with native code.
  private var uncheckedFunctions: [SourceProblem] {
    WidgetFunction.all.map(\.name).filter { !WidgetNumbers.functions.contains($0) }.map {
      SourceProblem("Sources/Authoring/LiveFigures/WidgetNumbers.swift", nil, "never calls \($0)")
    }
  }

  /// Each figure is shown by a page or by README.md; a narrow form stands beside its wide one.
  private func figureProblems() throws -> [SourceProblem] {
    let pages = try (folder.chapterPages + ["README.md"]).map { try folder.text($0) ?? "" }
    return folder.names(in: "chapters/figures").filter { name in
      !name.hasSuffix("-narrow.svg") && !pages.contains { $0.contains("figures/\(name)") }
    }.map { SourceProblem("chapters/figures/\($0)", nil, "is shown by no page") }
  }

  private func readmeProblems() throws -> [SourceProblem] {
    guard let readme = try folder.text("README.md") else { return [] }
    return chapters.filter { !readme.contains($0.textPath) }.map {
      SourceProblem("README.md", nil, "has no link to \($0.textPath)")
    }
  }
}
