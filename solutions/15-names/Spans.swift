import ExerciseSupport

// REGION tags-of-spans
/// The tags of a sentence whose names are known.
///
/// - Parameters:
///   - spans: names that do not overlap, in any order.
///   - count: the number of words.
/// - Returns: one tag for each word.
public func tags(of spans: [Span], count: Int) -> [Tag] {
  var tags = Array(repeating: Tag.outside, count: count)
  for span in spans {
    for place in span.words {
      tags[place] = place == span.words.lowerBound ? .begin(span.kind) : .inside(span.kind)
    }
  }
  return tags
}
// END REGION tags-of-spans

/// The names that tags mark, also where the tags break the rules.
///
/// - Parameter tags: one for each word, in any order, as a network may give them.
/// - Returns: the names from left to right. They do not overlap.
public func spans(of tags: [Tag]) -> [Span] {
  // EXERCISE 15.1 (3 points): from tags to names
  var spans: [Span] = []
  var isOpen = false
  for (place, tag) in tags.enumerated() {
    switch tag {
    case .outside:
      isOpen = false
    case .inside(let kind) where isOpen && spans[spans.count - 1].kind == kind:
      spans[spans.count - 1].words = spans[spans.count - 1].words.lowerBound..<place + 1
    case .begin(let kind), .inside(let kind):
      spans.append(Span(kind: kind, words: place..<place + 1))
      isOpen = true
    }
  }
  return spans
  // PLACEHOLDER notWritten("15.1", [])
  // END
}
