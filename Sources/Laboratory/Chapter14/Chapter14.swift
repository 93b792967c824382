extension ChapterLaboratory {
  static let chapter14 = ChapterLaboratory(
    chapter: 14,
    scenes: [
      DemoScene(
        chapter: 14, title: "Twins with the same words show that order matters",
        command: .demoOpinions)
    ],
    widget: "opinions")
}
