/// A failure in one line. Where not all of it fits, what helps least goes first: how many numbers
/// differ and the seed, the place, what was looked at; then the numbers. What the message says of
/// them, such as the mistake's sentence, stays longest.
///
///     1.4 · is -0.2469, should be 1.2531. This is the loss without its logarithm.
func shortenedFailure(_ message: String, to width: Int) -> String {
  let failure = FailureLine(message)
  let tries = [
    failure.text(), failure.text(without: .asides), failure.text(without: .asides, .place),
    failure.text(without: .asides, .place, .subject),
    failure.text(without: .asides, .place, .subject, .numbers),
  ]
  let fits = { (line: String) in line.columns <= width }
  let whole = tries[..<3].first(where: fits) ?? failure.withSubjectCut(to: width)
  return whole ?? tries[3...].first(where: fits) ?? shortened(tries[tries.count - 1], to: width)
}

/// A failure's message in its parts: `1.4 · `, `cross-entropy of [[3, 2, 1]]: `, `row 0 `, `is 2,
/// should be 3`, ` (seed 1)`, and what it says of that.
private struct FailureLine {
  enum Part { case asides, place, subject, numbers }

  let number: String
  let subject: String
  let place: String
  let numbers: String
  let asides: String
  /// What ends the sentence of the numbers.
  let mark: String
  let saying: String

  init(_ message: String) {
    let all = lines(of: message)
    let said = all.dropFirst().map { line in
      let saying = trimmed(line)
      return saying.hasPrefix(TestFailure.hearsay)
        ? String(saying.dropFirst(TestFailure.hearsay.count)) : saying
    }
    saying = said.joined(separator: " ")
    var rest = Substring(all.first ?? "")
    func take(_ count: Int?) -> String {
      defer { rest = rest.dropFirst(count ?? 0) }
      return String(rest.prefix(count ?? 0))
    }
    func end(of mark: some RegexComponent) -> Int? {
      rest.firstMatch(of: mark).map {
        rest.distance(from: rest.startIndex, to: $0.range.upperBound)
      }
    }
    number = take(end(of: #/^[0-9]+\.[0-9]+ · /#))
    // The colon of a sentence about numbers, not one in the middle of a sentence.
    subject = take(
      end(of: #/^.*?: (?=(?:[^:]*? )?(?:is|has) [^:]*, should (?:be|have) )/#))
    place = take(end(of: #/^[^:]*? (?=is [^:]*, should be )/#))
    let begin = rest.firstMatch(of: #/ \((?:largest of|seed) .*$/#)?.range.lowerBound
    asides = begin.map { String(rest[$0...].filter { $0 != "." }) } ?? ""
    let told = String(begin.map { rest[..<$0] } ?? rest)
    mark = told.last.flatMap { ".?!…".contains($0) ? String($0) : nil } ?? (told.isEmpty ? "" : ".")
    numbers = told.hasSuffix(mark) ? String(told.dropLast(mark.count)) : told
  }

  func text(without parts: Part...) -> String {
    if parts.contains(.numbers), saying.isEmpty { return text(without: .asides, .place, .subject) }
    var line = number
    if !parts.contains(.subject) { line += subject }
    if !parts.contains(.place) { line += place }
    if !parts.contains(.numbers) {
      line += numbers + (parts.contains(.asides) ? "" : asides) + mark
      if !saying.isEmpty { line += " " }
    }
    return line + saying
  }

  /// With as much of the subject as there is room for; nil where that says nothing.
  func withSubjectCut(to width: Int) -> String? {
    let rest = text(without: .asides, .place, .subject).dropFirst(number.count)
    let room = width - number.count - rest.columns - 2
    guard !subject.isEmpty, room >= 10 else { return nil }
    return number + shortened(String(subject.dropLast(2)), to: room) + ": " + rest
  }
}
