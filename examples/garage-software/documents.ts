import { gql } from "graphql-request";

/*
 * What a garage's software asks. The types beside the documents name what each answers; generate them from
 * `GET /schema.graphql` where there are more than a few.
 */

export interface Opportunity {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly probability: number;
  readonly explanation: string;
  readonly offer: { readonly operation: string; readonly partCategory: { readonly name: string } } | null;
  readonly price: {
    readonly low: number;
    readonly median: number;
    readonly high: number;
    readonly currency: string;
  } | null;
  readonly channels: readonly { readonly channel: string; readonly allowed: boolean }[];
}

const OPPORTUNITIES = gql`
  fragment Opportunities on Vehicle {
    intentSignals(filter: { status: [OPEN, CLAIMED] }, first: 10) {
      edges {
        node {
          id
          kind
          status
          probability
          explanation
          offer {
            operation
            partCategory {
              name
            }
          }
          price {
            low
            median
            high
            currency
          }
          channels {
            channel
            allowed
          }
        }
      }
    }
  }
`;

export interface Car {
  readonly country: string;
  readonly make: string;
  readonly model: string;
  readonly registration: string | null;
  readonly odometer: { readonly latestKm: number | null };
  readonly nextInspection: { readonly dueOn: string | null; readonly status: string } | null;
  readonly intentSignals: { readonly edges: readonly { readonly node: Opportunity }[] };
}

const CAR = gql`
  fragment Car on Vehicle {
    country
    make
    model
    registration
    odometer {
      latestKm
    }
    nextInspection {
      dueOn
      status
    }
    ...Opportunities
  }
  ${OPPORTUNITIES}
`;

/** The car on the ramp. Null: not known, or outside the contract. */
export const CAR_BY_PLATE = gql`
  query CarByPlate($country: CountryCode!, $registration: String!) {
    car: vehicleByRegistration(country: $country, registration: $registration) {
      ...Car
    }
  }
  ${CAR}
`;

/** The plate of some car that needs something, for who has none at hand. */
export const SOME_PLATE = gql`
  query SomePlate {
    intentSignals(filter: { status: [OPEN], partFamily: BRAKING }, orderBy: SCORE, first: 25) {
      edges {
        node {
          vehicle {
            country
            registration
          }
        }
      }
    }
  }
`;

export interface SomePlate {
  readonly intentSignals: {
    readonly edges: readonly {
      readonly node: { readonly vehicle: { readonly country: string; readonly registration: string | null } };
    }[];
  };
}

export interface UserError {
  readonly code: string;
  readonly message: string;
}

export interface Worked {
  readonly work: {
    readonly signal: {
      readonly status: string;
      readonly claim: { readonly expiresAt: string } | null;
    } | null;
    readonly userErrors: readonly UserError[];
  };
}

export const CLAIM = gql`
  mutation Claim($signalId: ID!) {
    work: claimSignal(input: { signalId: $signalId }) {
      signal {
        status
        claim {
          expiresAt
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export const REPORT = gql`
  mutation Report($input: ReportSignalOutcomeInput!) {
    work: reportSignalOutcome(input: $input) {
      signal {
        status
        claim {
          expiresAt
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export interface Signal {
  readonly signal: {
    readonly status: string;
    readonly offer: Opportunity["offer"];
    readonly vehicle: { readonly make: string; readonly model: string };
  } | null;
}

/** What a webhook's signal is now: what is delivered holds ids and no more. */
export const SIGNAL = gql`
  query Signal($id: ID!) {
    signal: intentSignal(id: $id) {
      status
      offer {
        operation
        partCategory {
          name
        }
      }
      vehicle {
        make
        model
      }
    }
  }
`;

export interface Registered {
  readonly registered: {
    readonly endpoint: { readonly id: string } | null;
    readonly verificationKey: string | null;
    readonly userErrors: readonly UserError[];
  };
}

/** The key is told this once: it belongs where the client secret is kept. */
export const REGISTER = gql`
  mutation Register($input: CreateWebhookEndpointInput!) {
    registered: createWebhookEndpoint(input: $input) {
      endpoint {
        id
      }
      verificationKey
      userErrors {
        code
        message
      }
    }
  }
`;

export const TRY = gql`
  mutation Try($id: ID!) {
    tried: testWebhookEndpoint(id: $id) {
      userErrors {
        code
        message
      }
    }
  }
`;

export const UNREGISTER = gql`
  mutation Unregister($id: ID!) {
    unregistered: deleteWebhookEndpoint(id: $id) {
      userErrors {
        code
        message
      }
    }
  }
`;
