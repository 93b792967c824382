extension ChapterLaboratory {
  /// Every chapter of the book, also one that has nothing to try.
  package static let all = [
    ChapterLaboratory(chapter: 0), chapter01, chapter02, chapter03, chapter04, chapter05,
    chapter06, chapter07, chapter08, chapter09, chapter10, chapter11, chapter12, chapter13,
    chapter14, chapter15, chapter16, chapter17,
  ]
}

extension Widget {
  package static let all = ChapterLaboratory.all.compactMap { chapter in
    chapter.widget.map { Widget(name: $0, chapter: chapter.chapter, listing: chapter.listing) }
  }
}
