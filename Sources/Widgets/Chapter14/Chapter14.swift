import Classification
import LSTMGates
import LinearAlgebra
import UnequalLengths
import VanillaRNN

// Chapter 14: trained reviewers read a review word by word, and a bag of words beside them.

private nonisolated(unsafe) var trained: TrainedReviewers?

/// The words that they know.
///
/// - Returns: codes of UTF-8, the words parted by spaces, the padding first.
func opinionsWords(_ numbers: [Double]) -> [Double] {
  var text = ""
  for word in Reviews.vocabulary { text += (text.isEmpty ? "" : " ") + word }
  return codes(of: text)
}

/// Takes trained networks.
///
/// - Parameter numbers: as `TrainedReviewers` gives them.
/// - Returns: how many reviewers there are.
func opinionsLoad(_ numbers: [Double]) -> [Double] {
  trained = TrainedReviewers(numbers: numbers)
  return [Double(TrainedReviewers.readouts.count)]
}

/// Reads a review.
///
/// - Parameter numbers: which reviewer, and the words.
/// - Returns: for each word the probability of praise if the review ended there, and the share of the
///   summary that comes from its state; then the bag's probability of praise, and the true verdict, 1
///   for praise, 0 for blame and -1 for none.
func opinionsRead(_ numbers: [Double]) -> [Double] {
  guard let trained else { return [] }
  let reviewer = trained.reviewers[Int(numbers[0])]
  let words = numbers.dropFirst().map { Int($0) }
  let review = Review(words: words, isPraise: Reviews.verdict(of: words) ?? false)
  var result: [Double] = []
  if !words.isEmpty {
    let batch = [review].batch
    let states = reviewer.records(of: batch).map { $0.state.hidden }
    let shares = reviewer.readout.gradients(
      of: states, mask: batch.mask,
      summaryGradient: Matrix(rows: 1, columns: reviewer.cell.hiddenSize, repeating: 1))
    for t in states.indices {
      let summary = reviewer.readout.summary(
        of: Array(states[...t]), mask: Array(batch.mask[...t]))
      result.append(sigmoid(reviewer.output.logits(summary)[0, 0]))
      result.append(shares[t].mean)
    }
  }
  result.append(sigmoid(trained.bag.logits([review])[0, 0]))
  result.append(Reviews.verdict(of: words).map { $0 ? 1 : 0 } ?? -1)
  return result
}

/// Sentences that say nothing of the matter.
///
/// - Parameter numbers: how many, and the seed.
/// - Returns: their words.
func opinionsFollow(_ numbers: [Double]) -> [Double] {
  var generator = SeededGenerator(seed: UInt64(numbers[1]))
  let empty = Review(words: [], isPraise: false)
  return Reviews.followed(empty, by: Int(numbers[0]), using: &generator).words.map { Double($0) }
}

@_expose(wasm, "opinions_words")
@_cdecl("opinions_words")
public func exportedOpinionsWords(_ count: Int32) -> Int32 { answer(count, opinionsWords) }

@_expose(wasm, "opinions_load")
@_cdecl("opinions_load")
public func exportedOpinionsLoad(_ count: Int32) -> Int32 { answer(count, opinionsLoad) }

@_expose(wasm, "opinions_read")
@_cdecl("opinions_read")
public func exportedOpinionsRead(_ count: Int32) -> Int32 { answer(count, opinionsRead) }

@_expose(wasm, "opinions_follow")
@_cdecl("opinions_follow")
public func exportedOpinionsFollow(_ count: Int32) -> Int32 { answer(count, opinionsFollow) }
