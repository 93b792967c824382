extension ChapterLaboratory {
  static let chapter03 = ChapterLaboratory(
    chapter: 3,
    scenes: [
      DemoScene(
        chapter: 3, title: "But it forgets: hardly any gradient comes back to old steps",
        command: .demoVanishingGradients)
    ], widget: "vanishing")
}
