extension ChapterLaboratory {
  static let chapter12 = ChapterLaboratory(
    chapter: 12,
    scenes: [
      DemoScene(
        chapter: 12, title: "Given forty sentences, it learns nonsense as soon as sense",
        command: .demoOverfitting)
    ],
    widget: "overfitting")
}
