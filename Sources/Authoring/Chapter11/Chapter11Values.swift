import Course
import LinearAlgebra
import WordVectors

/// The values of chapter 11, "Words as vectors", that are worked out there, and its tables.
enum Chapter11Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    try byHand.merging(tables(in: folder)) { $1 }
  }

  /// The dog eats meat; the cat eats fish; the dog chases the cat.
  private static let text = [[0, 1, 3, 5], [0, 2, 3, 6], [0, 1, 4, 0, 2]]

  private static func cosine(_ one: Matrix, _ other: Matrix) -> Double {
    unitRows(one).timesTransposed(unitRows(other))[0, 0]
  }

  private static var byHand: PageValues.List {
    let (bags, counts) = (
      bags(text, vocabularySize: 7), contextCounts(text, vocabularySize: 7, window: 2)
    )
    let weighed = tfidf(bags)
    let (dog, cat, meat, fish) = (counts.row(1), counts.row(2), counts.row(5), counts.row(6))
    let negative = log(3.0)
    let error = 0.5 - log(4.0)
    let weight = exp(0.75 * log(0.04))
    return [
      "rarities.two": log(1.5), "rarities.one": log(3.0),
      "bags.weighed": cosine(weighed.row(0), weighed.row(1)),
      "company.dog-cat": cosine(dog, cat), "company.meat-fish": cosine(meat, fish),
      "company.meat-dog": cosine(meat, dog),
      "score": negative, "skip-gram-loss": log(8.0),
      "centre": [-0.25 + 0.75 * negative, 0.125],
      "glove.error": error, "glove.weight": weight, "glove.term": weight * error * error,
    ]
  }

  private static func tables(in folder: PackageFolder) throws -> PageValues.List {
    let farm = try Measurements("11-farm", in: folder)
    let book = try Measurements("11-book", in: folder)
    return [
      "book.plurals-found": book["book.plurals-near"][0], "book.mean-found": book["book.found"][0],
      "methods": [
        "counts", "logarithms", "skip-gram", "glove-early", "glove-late", "glove-half",
      ].map { Array(farm[$0].prefix(9)) },
      "zeros.mean": farm["zeros"][0], "opposite": farm["opposites"][0] / 100,
      "topic": farm["topics"][0], "worst-third": farm["text-10000"][4],
      "windows": [0, 3, 6].map { column in
        ["window-1", "window-2", "skip-gram", "window-5", "window-10"].map { farm[$0][column] }
      },
      "class": farm["skip-gram"][0], "found": farm["skip-gram"][3], "base": farm["skip-gram"][6],
      "no-zeros": farm["glove-zeros"][3],
      "without-negatives": farm["no-negatives"][0],
    ]
  }
}
