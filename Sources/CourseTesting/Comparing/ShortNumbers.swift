/// The text with its decimal numbers as short as tells them apart: `8` for `8.0`, and 0.3333 for a
/// number of sixteen digits, unless another number of the text would then look the same. What
/// stands in quotation marks stays as it is.
///
///     after 60.0 updates the loss is 0.6931471805599453    (60, 0.6931)
func withShortNumbers(_ text: String) -> String {
  let pieces = NumberPiece.all(in: text)
  let numbers = pieces.filter(\.isNumber)
  let few: (NumberPiece) -> String = {
    $0.shown { isOfPageSize($0) ? withFourDecimals($0) : CourseTesting.text($0, 4) }
  }
  let ways =
    [few]
    + [4, 6, 9, 12].map { digits in
      { piece in piece.shown { CourseTesting.text($0, digits) } }
    }
  let way = ways.first { way in
    let shown = Set(numbers.map { Double(way($0)) ?? .nan })
    return shown.count == Set(numbers.map { Double($0.text) ?? .nan }).count
  }
  return pieces.map { piece in
    piece.isNumber ? (way ?? { $0.shown { "\($0)" } })(piece) : piece.text
  }
  .joined()
}

/// A number of a text, or what stands between two.
private struct NumberPiece {
  var text: String
  var isNumber: Bool

  /// As it is where it is short, without `.0` where it is whole.
  func shown(_ shorten: (Double) -> String) -> String {
    if text.hasSuffix(".0") { return String(text.dropLast(2)) }
    let digits = text.prefix { $0 != "e" }.drop { $0 == "0" || $0 == "." }.count { $0 != "." }
    guard digits > 7, text.contains("."), let value = Double(text) else { return text }
    return shorten(value)
  }

  static func all(in text: String) -> [NumberPiece] {
    let letters = Array(text)
    var (pieces, place, closing): ([NumberPiece], Int, Character?) = ([], 0, nil)
    func add(_ text: String) {
      if pieces.last?.isNumber == false {
        pieces[pieces.count - 1].text += text
      } else {
        pieces.append(NumberPiece(text: text, isNumber: false))
      }
    }
    while place < letters.count {
      let letter = letters[place]
      let end = closing == nil ? numberEnd(in: letters, from: place) : place
      if end > place {
        pieces.append(NumberPiece(text: String(letters[place..<end]), isNumber: true))
        place = end
        continue
      }
      if letter == closing {
        closing = nil
      } else if closing == nil {
        closing = ["“": "”", "\"": "\"", "`": "`"][letter]
      }
      add(String(letter))
      place += 1
    }
    return pieces
  }

  /// Where a number ends that begins at a place; the place itself where none begins there, as
  /// within a word or a version.
  private static func numberEnd(in letters: [Character], from start: Int) -> Int {
    func isDigit(_ place: Int) -> Bool {
      letters.indices.contains(place) && ("0"..."9").contains(letters[place])
    }
    let isInside =
      start > 0
      && (letters[start - 1].isLetter || letters[start - 1].isNumber
        || ".,_".contains(letters[start - 1]) && isDigit(start - 2))
    if !isDigit(start) || isInside { return start }
    func afterDigits(_ place: Int) -> Int {
      var place = place
      while isDigit(place) { place += 1 }
      return place
    }
    var end = afterDigits(start)
    if end < letters.count, letters[end] == ".", isDigit(end + 1) { end = afterDigits(end + 1) }
    if end < letters.count, letters[end] == "e" {
      let sign = end + 1 < letters.count && "+-".contains(letters[end + 1]) ? 1 : 0
      if isDigit(end + 1 + sign) { end = afterDigits(end + 1 + sign) }
    }
    let goesOn =
      end < letters.count
      && (letters[end].isLetter || ".,".contains(letters[end]) && isDigit(end + 1))
    return goesOn ? start : end
  }
}
