// swift-format-ignore-file
// Written by `swift run course dev release` from Tests/Mutants/00-before-you-begin.
import CourseTesting

extension Mistake {
  static let newValueForKeepOne = Mistake("With keep 1 nothing of the new value enters; this is the new value.")
  static let sumForKeepOne = Mistake("With keep 1 nothing of the new value enters; this is the sum of both.")
  static let oldValueLost = Mistake("With keep 1 all of the old value stays; nothing of it is here.")
  static let plainMean = Mistake("This is the mean of both, whatever keep is.")
  static let sumForKeepZero = Mistake("With keep 0 nothing of the old value stays; this is the sum of both.")
  static let oldValueForKeepZero = Mistake("With keep 0 nothing of the old value stays; this is the old value.")
  static let newValueLost = Mistake("With keep 0 all of the new value enters; nothing of it is here.")
  static let sharesExchanged = Mistake("The two have changed places: keep is the share of the old value.")
  static let oldValueOnly = Mistake("This is only the old value's share; the new value's share is missing.")
  static let newValueOnly = Mistake("This is only the new value's share; the old value's share is missing.")
  static let bothSharesKeep = Mistake("Both have the share keep; the new value has what keep leaves.")
  static let bothSharesRest = Mistake("Both have the share 1 − keep; that is the new value's share alone.")
  static let sharesSubtracted = Mistake("This is the difference of the two shares; they are added.")
  static let newValueWhole = Mistake("This adds the whole new value; its share is what keep leaves.")
  static let keepsNothing = Mistake("This is the new value itself; nothing of the old value is kept.")
  static let oldValueItself = Mistake("This is the old value itself; nothing of the new value is let in.")
}
