import CourseTesting
import VanishingGradients

final class StepJacobianTests: ExerciseTestCase {}
