extension ChapterLaboratory {
  static let chapter08 = ChapterLaboratory(chapter: 8, milestones: [.letters])
}
