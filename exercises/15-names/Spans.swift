import ExerciseSupport

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

/// The names that tags mark, also where the tags break the rules.
///
/// - Parameter tags: one for each word, in any order, as a network may give them.
/// - Returns: the names from left to right. They do not overlap.
public func spans(of tags: [Tag]) -> [Span] {
  // EXERCISE 15.1 (3 points): from tags to names
  // Read chapters/15-names.md, "From tags to names". Check with: swift run course check 15.1
  notWritten("15.1", [])
}
