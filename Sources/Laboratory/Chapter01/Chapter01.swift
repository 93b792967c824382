extension ChapterLaboratory {
  static let chapter01 = ChapterLaboratory(
    chapter: 1,
    scenes: [
      DemoScene(
        chapter: 1, title: "A table learns by gradient descent what counting knows",
        command: .demoTable)
    ])
}
