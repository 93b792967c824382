import LinearAlgebra
import WordVectors

// Chapter 11: a map of the farm's words, by counts, skip-gram and GloVe.

/// What has been learnt so far from one text.
private struct Lessons {
  var counts: Matrix
  var skipGram: SkipGramLesson
  var plain, mended: GloVeLesson

  /// The vectors by a method: 0 counts, 1 skip-gram, 2 GloVe, 3 GloVe on counts + ½.
  func table(_ method: Double) -> Matrix {
    switch method {
    case 1: skipGram.model.words
    case 2: plain.model.words
    case 3: mended.model.words
    default: counts
    }
  }
}

private nonisolated(unsafe) var lessons: Lessons?

/// The words of the farm with spaces between, as codes of UTF-8.
func wordsNames(_ numbers: [Double]) -> [Double] {
  var names = ""
  for word in Farm.words { names += names.isEmpty ? word : " " + word }
  return codes(of: names)
}

/// The class of each word, as its place among all classes.
func wordsClasses(_ numbers: [Double]) -> [Double] {
  Farm.classes.map { kind in Double(WordClass.allCases.firstIndex { $0 == kind } ?? 0) }
}

/// Writes a text, counts it, and begins to learn.
///
/// - Parameter numbers: the seed, the words of the text, the window, and the size of a vector.
/// - Returns: how many pairs of words never occurred.
func wordsBegin(_ numbers: [Double]) -> [Double] {
  let seed = UInt64(numbers[0])
  let settings = SkipGramSettings(window: Int(numbers[2]), size: Int(numbers[3]))
  let counts = Farm.counts(words: Int(numbers[1]), window: settings.window, seed: seed)
  lessons = nil
  // What is not written has no counts to learn from.
  guard counts.sum > 0 else { return [] }
  lessons = Lessons(
    counts: counts, skipGram: SkipGramLesson(counts: counts, settings: settings, seed: seed),
    plain: GloVeLesson(counts: counts, size: settings.size, seed: seed),
    mended: GloVeLesson(counts: counts + 0.5, size: settings.size, seed: seed))
  return [Double(counts.values.filter { $0 == 0 }.count)]
}

/// Makes some updates.
///
/// - Parameter numbers: the method, and how many.
/// - Returns: how many it has made in all.
func wordsLearn(_ numbers: [Double]) -> [Double] {
  guard var going = lessons else { return [] }
  for _ in 0..<Int(numbers[1]) {
    switch numbers[0] {
    case 1: going.skipGram.advance()
    case 2: going.plain.advance()
    default: going.mended.advance()
    }
  }
  lessons = going
  switch numbers[0] {
  case 1: return [Double(going.skipGram.updates)]
  case 2: return [Double(going.plain.updates)]
  default: return [Double(going.mended.updates)]
  }
}

/// Where each word stands on a map.
///
/// - Parameter numbers: the method.
/// - Returns: across and down for each word, 2V numbers. The kennel is to the right of meat and the
///   puppy above the dog.
func wordsMap(_ numbers: [Double]) -> [Double] {
  guard let going = lessons else { return [] }
  let map = wordMap(going.table(numbers[0]))
  func sign(_ one: String, _ other: String, _ column: Int) -> Double {
    let places = [one, other].map { map[Farm.symbol(of: $0) ?? 0, column] }
    return places[0] >= places[1] ? 1 : -1
  }
  let (right, up) = (sign("kennel", "meat", 0), sign("puppy", "dog", 1))
  return (0..<map.rows).flatMap { [right * map[$0, 0], -up * map[$0, 1]] }
}

/// The five words nearest to a word.
///
/// - Parameter numbers: the method, and the word's symbol.
/// - Returns: for each its symbol and the cosine.
func wordsNear(_ numbers: [Double]) -> [Double] {
  guard let going = lessons else { return [] }
  let (table, word) = (going.table(numbers[0]), Int(numbers[1]))
  let found = nearest(to: table.row(word), in: table, count: 5, ignoring: [word])
  return listed(found, table.row(word), table)
}

/// Answers "a is to b as c is to what?", and the same without a.
///
/// - Parameter numbers: the method, and the symbols a, b and c.
/// - Returns: three answers with their cosines, and three of the control with theirs.
func wordsAnalogy(_ numbers: [Double]) -> [Double] {
  guard let going = lessons else { return [] }
  let (rows, words) = (unitRows(going.table(numbers[0])), numbers.dropFirst().map { Int($0) })
  let (a, b, c) = (rows.row(words[0]), rows.row(words[1]), rows.row(words[2]))
  return [b - a + c, b + c].flatMap { vector in
    vector.norm == 0
      ? [] : listed(nearest(to: vector, in: rows, count: 3, ignoring: words), vector, rows)
  }
}

/// Each word, and its cosine with a vector.
private func listed(_ words: [Int], _ vector: Matrix, _ table: Matrix) -> [Double] {
  words.flatMap { word in
    [Double(word), unitRows(vector).timesTransposed(unitRows(table.row(word)))[0, 0]]
  }
}

@_expose(wasm, "words_names")
@_cdecl("words_names")
public func exportedWordsNames(_ count: Int32) -> Int32 { answer(count, wordsNames) }

@_expose(wasm, "words_classes")
@_cdecl("words_classes")
public func exportedWordsClasses(_ count: Int32) -> Int32 { answer(count, wordsClasses) }

@_expose(wasm, "words_begin")
@_cdecl("words_begin")
public func exportedWordsBegin(_ count: Int32) -> Int32 { answer(count, wordsBegin) }

@_expose(wasm, "words_learn")
@_cdecl("words_learn")
public func exportedWordsLearn(_ count: Int32) -> Int32 { answer(count, wordsLearn) }

@_expose(wasm, "words_map")
@_cdecl("words_map")
public func exportedWordsMap(_ count: Int32) -> Int32 { answer(count, wordsMap) }

@_expose(wasm, "words_near")
@_cdecl("words_near")
public func exportedWordsNear(_ count: Int32) -> Int32 { answer(count, wordsNear) }

@_expose(wasm, "words_analogy")
@_cdecl("words_analogy")
public func exportedWordsAnalogy(_ count: Int32) -> Int32 { answer(count, wordsAnalogy) }
