extension ChapterLaboratory {
  static let chapter10 = ChapterLaboratory(
    chapter: 10,
    scenes: [
      DemoScene(
        chapter: 10, title: "And sentences of unequal lengths need a mask",
        command: .demoPadding, words: ["--updates", "200"])
    ],
    widget: "padding")
}
