extension ChapterLaboratory {
  static let chapter06 = ChapterLaboratory(
    chapter: 6,
    scenes: [
      DemoScene(
        chapter: 6, title: "It learns from gradients, and each of them can be checked",
        command: .demoGradientCheck)
    ], widget: "gradient-check",
    listing: "solutions/06-gradient-checking/Listing.swift#listing")
}
