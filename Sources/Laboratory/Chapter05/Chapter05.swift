extension ChapterLaboratory {
  static let chapter05 = ChapterLaboratory(
    chapter: 5,
    scenes: [
      DemoScene(
        chapter: 5, title: "One update, and each letter of a word before and after it",
        command: .demoUpdate)
    ])
}
