extension ChapterLaboratory {
  static let chapter15 = ChapterLaboratory(
    chapter: 15,
    scenes: [
      DemoScene(chapter: 15, title: "A word's class hangs on the next", command: .demoNames)
    ], milestones: [.names], widget: "names")
}
